"""How much, how long and how often: what one fetch may cost us, and the site."""

from __future__ import annotations

from dataclasses import dataclass

DAY = 86_400

# The first is asked for first: some servers answer one address in several ways.
PAGES = (
    "text/html",
    "application/xhtml+xml",
    "application/xml",
    "text/xml",
    "application/atom+xml",
    "application/rss+xml",
    "application/activity+json",
    "application/ld+json",
    "application/json",
    "text/plain",
    "application/pdf",
    "multipart/related",
    "message/rfc822",
)


@dataclass(frozen=True, slots=True)
class Limits:
    """The bounds of a fetch.

    Seconds: `connect` to open a connection, for each address tried; `between` two pieces of an answer; `whole` for
    everything but polite waiting; `gap` between two requests to one host; `delay` the longest `Crawl-delay` that is
    honored in full; `wait` the most polite waiting in one fetch; `age` of a remembered robots.txt, a day at most.

    Bytes: `headers` of one answer; `sent` body as it travels; `body` decompressed; `robots` that are read of a
    robots.txt. `ratio` is how many times a body of more than a megabyte may grow when it is decompressed.
    `redirects` are followed for one fetch, `hosts` are remembered.
    """

    connect: float = 5.0
    between: float = 10.0
    whole: float = 30.0
    gap: float = 1.0
    delay: float = 10.0
    wait: float = 30.0
    age: float = DAY
    headers: int = 65_536
    sent: int = 5_000_000
    body: int = 10_000_000
    robots: int = 512_000
    ratio: int = 100
    redirects: int = 5
    hosts: int = 1_000

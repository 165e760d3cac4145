"""What a site said to one question, read to its end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from urllib.parse import quote

from urllib3 import BaseHTTPResponse

from postorders.archive.fetch.errors import NotFetched
from postorders.archive.fetch.limits import DAY
from postorders.archive.fetch.target import Target
from postorders.words import _

REDIRECTS = frozenset({301, 302, 303, 307, 308})
Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Answer:
    """`location` is where a redirect leads, "" without one; `retry_after` in seconds, a day at most."""

    target: Target
    status: int
    location: str = ""
    retry_after: int | None = None
    kind: str = ""
    charset: str = ""
    body: bytes = b""


def bare(target: Target, response: BaseHTTPResponse, clock: Clock) -> Answer:
    """The answer without its body."""
    places = set(response.headers.getlist("Location")) if response.status in REDIRECTS else set()
    if len(places) > 1:
        what = _("The site redirects to two places at once.")
        raise NotFetched("redirects", what, _("Open the page in a browser and give the address that it ends at."))
    location = next(iter(places), "")
    return Answer(target, response.status, _spelled(location), _seconds(response, clock))


def _spelled(location: str) -> str:
    """A `Location` with bytes beyond ASCII, which `http.client` reads as Latin-1, in percent form."""
    return quote(location.strip().encode("latin-1", "replace"), safe="%/:@!$&'()*+,;=~[]|?#\\ ") if location else ""


def _seconds(response: BaseHTTPResponse, clock: Clock) -> int | None:
    said = response.headers.get("Retry-After", "").strip()
    if said.isascii() and said.isdigit():
        return min(int(said[:9]), DAY)
    try:
        then = parsedate_to_datetime(said)
        return max(0, min(int((then - clock()).total_seconds()), DAY))
    except (ValueError, TypeError, OverflowError):
        return None

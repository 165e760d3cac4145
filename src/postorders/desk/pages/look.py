"""One look at a page: which source, what came of it, what was found. Nothing here touches the database."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from postorders.archive.capture import Capture
from postorders.archive.fetch import Fetcher, Limits, NotFetched, agent
from postorders.archive.read import read
from postorders.archive.read.shape import fit
from postorders.conformance.examine import Examiner, Finding
from postorders.conformance.links import linked
from postorders.desk.register.models import Site
from postorders.errors import InputError
from postorders.plain import EMPTY
from postorders.platforms.address import address
from postorders.platforms.library import platforms
from postorders.platforms.profile import Reader, reader
from postorders.posts.page import Page

AROUND = 90  # characters that are kept before and after the words that prove something
WHY = 480
LIMITS = Limits()
Fetch = Callable[[str], Capture]


@dataclass(frozen=True, slots=True)
class Source:
    """Where an account's page is read: `how` is `api`, `fetch` or `person`; `why` says why only a person can."""

    how: str
    url: str = ""
    reader: Reader | None = None
    walls: tuple[str, ...] = ()
    why: str = ""


@dataclass(frozen=True, slots=True)
class Seen:
    """What one look gave. `findings` are by demand, as a check keeps them.

    `why` says why the page could not be read, `failed` that it should have been: the network, or the page, let us
    down. `wait` is how many seconds the site asks us to stay away. `links` are those of a page of the website. `key` is
    that of the account when the look began.
    """

    findings: Mapping[str, dict[str, Any]] = EMPTY
    capture: Capture | None = None
    how: str = "fetch"
    why: str = ""
    failed: bool = False
    wait: int | None = None
    links: Mapping[str, bool] = EMPTY
    key: str = ""


def fetch(url: str) -> Capture:
    """What is public at an address, by the fetcher that this process shares. Raises NotFetched."""
    config = settings.CONFIG
    return _fetcher(config.address, config.fetch_allow, LIMITS).fetch(url)


@lru_cache(maxsize=4)
def _fetcher(contact: str, allow: tuple[str, ...], limits: Limits) -> Fetcher:
    return Fetcher(agent(contact), limits, allow)


def source(site: Site) -> Source:
    """Where the page of an account is read: by the platform's public interface, as a page, or by a person."""
    if not settings.CONFIG.fetch:
        return Source("person", why=_("This desk looks at no page over the network; a person brings what is there."))
    platform = platforms().get(site.platform)
    if platform is None:
        return Source("fetch", site.url)
    if platform.reads == "api" and (how := reader(platform.id)):
        return Source("api", how.source(site.handle, address(site.url).host), how, platform.walls)
    if platform.reads == "person":
        why = _("{platform} shows no page to programs; a person brings what is there.").format(platform=platform.label)
        return Source("person", why=why)
    return Source("fetch", site.url, None, platform.walls)


def look(site: Site, examiner: Examiner, by: Fetch = fetch) -> Seen:
    """Looks at an account's page. Whatever goes wrong is said in `why`; nothing is raised for it."""
    try:
        return replace(_look(site, examiner, by), key=site.key)
    except InputError as error:
        wait = error.retry_after if isinstance(error, NotFetched) else None
        return Seen(why=_why(error), failed=True, wait=wait, key=site.key)


def _look(site: Site, examiner: Examiner, by: Fetch) -> Seen:
    where = source(site)
    if where.how == "person":
        return Seen(why=where.why, how="person")
    capture = by(where.url)
    page = where.reader.read(capture.body) if where.reader else read(capture, where.walls)
    if not where.reader and page.trouble != "login-wall" and (elsewhere := leads_to(site, capture.final)):
        why = _("The address leads to {address} now; what is there is not this account.").format(address=elsewhere)
        return Seen(capture=capture, how=where.how, why=why[:WHY], failed=True)
    return Seen(examined(examiner, page), capture, where.how)


def leads_to(site: Site, final: str) -> str:
    """The address at which a page was found, where it is none of the account's own; "" where it is.

    What is beneath the address of a website is part of it.
    """
    if not final:
        return ""
    try:
        found = address(final)
    except InputError:
        return final
    beneath = found.platform == "website" and f"{found.key}/".startswith(f"{site.key.rstrip('/')}/")
    return "" if found.key == site.key or beneath else found.url


def examined(examiner: Examiner, page: Page) -> dict[str, dict[str, Any]]:
    """What a page shows of each demand, as a check keeps it: with the words around those that prove it."""
    passages = dict(page.passages)
    return {one.demand: plain(one, passages.get(one.field, "")) for one in examiner.examine(page)}


def plain(one: Finding, passage: str = "") -> dict[str, Any]:
    """A finding as plain data, with some of the passage on both sides."""
    before, after = passage[max(one.start - AROUND, 0) : one.start], passage[one.end : one.end + AROUND]
    data: dict[str, Any] = {"verdict": one.verdict, "words": one.words, "field": one.field, "note": one.note}
    return {
        **data,
        "start": one.start,
        "end": one.end,
        "how": one.how,
        "version": one.version,
        "lead": _cut(before.rpartition("\n")[2], start=True),
        "tail": _cut(after.partition("\n")[0], start=False),
    }


def _cut(words: str, start: bool) -> str:
    """Words beside others, with an ellipsis where the line goes on."""
    return words if len(words) < AROUND else f"…{words}" if start else f"{words}…"


def look_website(url: str, by: Fetch = fetch) -> Seen:
    """Looks at a page of the official website for its links to accounts."""
    if not settings.CONFIG.fetch:
        return Seen(why=_("This desk looks at no page over the network."), how="person")
    try:
        capture = by(url)
        page = read(capture)
    except InputError as error:
        wait = error.retry_after if isinstance(error, NotFetched) else None
        return Seen(why=_why(error), failed=True, wait=wait)
    if page.trouble and not page.links:
        return Seen(
            capture=capture, why=_("Its links could not be read: it is drawn by scripts or empty."), failed=True
        )
    return Seen(capture=capture, links=linked(page))


def bare(seen: Seen) -> Seen:
    """The same without the bytes, for a look that found nothing new."""
    return replace(seen, capture=None)


def moved(before: Mapping[str, Mapping[str, Any]], after: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """The demands that are found otherwise than before: by what was found, not by where in the page it stands."""
    return [name for name in {**before, **after} if _core(before.get(name)) != _core(after.get(name))]


def turned(before: Mapping[str, Mapping[str, Any]], after: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Of these the ones whose verdict is another one, among the demands that were looked for both times."""
    return [name for name in moved(before, after) if name in before and name in after and _turned(before, after, name)]


def _turned(before: Mapping[str, Mapping[str, Any]], after: Mapping[str, Mapping[str, Any]], name: str) -> bool:
    return bool(before[name]["verdict"] != after[name]["verdict"])


def _core(one: Mapping[str, Any] | None) -> tuple[object, ...] | None:
    if one is None:
        return None
    said = " ".join(str(one.get("words", "")).split())
    return one["verdict"], said, one.get("version", 0), one["verdict"] == "found" and bool(one.get("note"))


def _why(error: InputError) -> str:
    problem = error.problems[0]
    return fit(f"{problem.what} {problem.mend}".strip())[:WHY]

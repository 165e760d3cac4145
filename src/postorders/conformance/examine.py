"""A page held against what is demanded of it: found with the words that prove it, not found, or unknown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from postorders.capability import capability
from postorders.conformance.demand import LINK_BACK, Demand
from postorders.plain import EMPTY
from postorders.posts.page import Page
from postorders.signals.concept import Ready
from postorders.signals.detect import MAX_WORDS, Detector
from postorders.signals.language import unread
from postorders.signals.signal import Signal
from postorders.words import _

CONFORMANCE = capability("page-conformance", "Holds an official page against what the adopted policy demands of it.")
Verdict = Literal["found", "not-found", "unknown"]
_HOST = re.compile(r"[\w.-]+")
_PATH = re.compile(r"[\w./-]*")
TROUBLES = {
    "login-wall": "The page hides behind a login.",
    "script-only": "The page is drawn by scripts, which are not run.",
    "picture": "This is a picture; a person has to read it.",
    "empty": "The page holds no words.",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found of one demand. `words` stand at `start` to `end` (characters) in the page's passage `field`.

    `how` names the pattern or the department's own wording that matched, `version` the number of that wording, 0 for
    other words. `note` says why something is unknown, or what else to know.
    """

    demand: str
    verdict: Verdict
    words: str = ""
    field: str = ""
    start: int = 0
    end: int = 0
    how: str = ""
    version: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class Own:
    """The department's own words for one demand, in a version."""

    version: int
    text: str


class Examiner:
    """The demands of one policy, ready to be looked for in any number of pages.

    `websites` are hosts of the official website, which a page may give as its link; `own` the department's wordings by
    demand, the newest first.
    """

    def __init__(
        self,
        demands: Iterable[Demand],
        concepts: Iterable[Ready],
        websites: Sequence[str] = (),
        email_domains: Sequence[str] = (),
        own: Mapping[str, Sequence[Own]] = EMPTY,
    ) -> None:
        self._demands = tuple(one for one in demands if one.demand != LINK_BACK)
        wanted = {one.demand for one in self._demands}
        used = [concept for concept in concepts if concept.concept in wanted]
        self._detector = Detector(used, {"email_domains": email_domains, "websites": websites})
        self._own = own

    def examine(self, page: Page) -> tuple[Finding, ...]:
        """What the page shows of each demand. Pure: the same page gives the same findings."""
        if not CONFORMANCE.on:
            return ()
        passages = tuple(_passages(page))
        seen: dict[str, Signal] = {}
        for signal in self._detector.sight(passages):
            seen.setdefault(signal.concept, signal)
        doubt = _doubt(page, passages)
        return tuple(self._one(demand.demand, passages, seen.get(demand.demand), doubt) for demand in self._demands)

    def _one(self, demand: str, passages: Sequence[tuple[str, str]], signal: Signal | None, doubt: str) -> Finding:
        if exact := self._worded(demand, passages):
            return exact
        if signal is not None:
            note = _("These are not the department's own words for it.") if self._own.get(demand) else ""
            at = (signal.text, signal.field, signal.start, signal.end)
            return Finding(demand, "found", *at, signal.how, note=note)
        return Finding(demand, "unknown", note=doubt) if doubt else Finding(demand, "not-found")

    def _worded(self, demand: str, passages: Sequence[tuple[str, str]]) -> Finding | None:
        """The newest of the department's own wordings that the page carries, word for word."""
        wordings = self._own.get(demand, ())
        for one in wordings:
            words = r"\W+".join(re.escape(word) for word in re.findall(r"\w+", one.text))
            pattern = rf"(?<!\w){words}(?!\w)"
            for field, text in passages:
                if words and (match := re.search(pattern, text, re.IGNORECASE)):
                    newest = one.version == max(own.version for own in wordings)
                    note = "" if newest else _("This is an older version of the department's words.")
                    at = (match[0], field, match.start(), match.end())
                    return Finding(demand, "found", *at, f"wording-{one.version}", one.version, note)
        return None


def _passages(page: Page) -> Iterator[tuple[str, str]]:
    """The words of a page as far as they are read, and its links as one more passage."""
    for field, words in page.passages:
        yield field, words[:MAX_WORDS]
    lines = (f"{link.text} {leads(link.href)}".strip() for link in page.links)
    if links := "\n".join(lines)[:MAX_WORDS]:
        yield "links", links


def leads(href: str) -> str:
    """Where a link leads, as scheme, host and plain path: what else an address holds can only feign another host."""
    try:
        parts = urlsplit(href)
        host, port = parts.hostname or "", f":{parts.port}" if parts.port else ""
    except ValueError:
        return ""
    if not _HOST.fullmatch(host):
        return ""
    plain = _PATH.match(parts.path)
    return f"{parts.scheme}://{host}{port}{plain[0].rstrip('/') if plain else ''}"


def _doubt(page: Page, passages: Sequence[tuple[str, str]]) -> str:
    """Why something that was not seen may still be there, "" for no reason."""
    if page.trouble:
        return _(TROUBLES[page.trouble])
    if any(len(words) > MAX_WORDS for _field, words in page.passages):
        return _("The page is longer than what is read of it.")
    return next((why for field, words in passages if field == "text" and (why := unread(words, page.language))), "")

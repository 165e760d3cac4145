"""What a site asks of robots: read before its first page, remembered for a day at most, and kept."""

from __future__ import annotations

import re
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from protego import Protego

from postorders.archive.fetch.answer import Answer, Clock
from postorders.archive.fetch.errand import Errand
from postorders.archive.fetch.errors import NotFetched, Unanswered
from postorders.archive.fetch.limits import DAY, Limits
from postorders.archive.fetch.target import Target
from postorders.words import _

PATH = "/robots.txt"
_OURS = frozenset({"scheme", "credentials", "address", "port", "name", "tls", "time"})
_AGENT = re.compile(r"(?i)^\s*user[-\s]*agent\s*[:\s](.*)$")
_OTHER = "User-agent: some-other-crawler"


@dataclass(frozen=True, slots=True)
class _Rules:
    since: datetime
    said: Protego


class Robots:
    """The rules of many sites for one robot. `get` fetches a robots.txt in the same safe way as any page."""

    def __init__(self, token: str, limits: Limits, clock: Clock, get: Callable[[Target, Errand], Answer]) -> None:
        self._token, self._limits, self._clock, self._get = token, limits, clock, get
        self._known: OrderedDict[str, _Rules] = OrderedDict()
        self._lock = threading.Lock()

    def ask(self, target: Target, errand: Errand) -> float:
        """The seconds that the site wants between requests, within bounds. Refuses what it does not allow."""
        rules = self._remembered(target) or self._learn(target, errand)
        if not rules.said.can_fetch(target.url, self._token):
            what = _("The site's robots.txt does not let us fetch this page.")
            mend = _("Upload a saved page or a screenshot, or ask the site's owner to allow {robot}.")
            raise NotFetched("robots", what, mend.format(robot=self._token))
        return min(rules.said.crawl_delay(self._token) or 0.0, self._limits.delay)

    def _remembered(self, target: Target) -> _Rules | None:
        with self._lock:
            rules = self._known.get(target.beside(PATH).url)
            age = (self._clock() - rules.since).total_seconds() if rules else 0
            return rules if 0 <= age < min(self._limits.age, DAY) else None

    def _learn(self, target: Target, errand: Errand) -> _Rules:
        place = target.beside(PATH)
        rules = _Rules(self._clock(), self._parse(self._fetch(target, place, errand)))
        with self._lock:
            self._known[place.url] = rules
            self._known.move_to_end(place.url)
            while len(self._known) > self._limits.hosts:
                self._known.popitem(last=False)
        return rules

    def _fetch(self, target: Target, place: Target, errand: Errand) -> Answer:
        try:
            answer = self._get(place, errand)
        except NotFetched as error:
            if isinstance(error, Unanswered) or error.why in _OURS:
                raise error.at(target.url, instead=place.url) from None
            raise _later(place, error.retry_after) from None
        if answer.status == 429 or answer.status >= 500:
            raise _later(place, answer.retry_after)
        return answer

    def _parse(self, answer: Answer) -> Protego:
        """The rules for us and for everyone; a site that has no robots.txt allows all."""
        if not 200 <= answer.status < 300:
            return Protego.parse("")
        text = answer.body.decode("utf-8-sig", "replace")
        if len(answer.body) >= self._limits.robots:
            text = text[: text.rfind("\n") + 1]
        return Protego.parse("\n".join(self._relevant(line) for line in text.splitlines()))

    def _relevant(self, line: str) -> str:
        """The names of other robots all as one, so that a long list of them costs nothing."""
        agent = _AGENT.match(line)
        if not agent:
            return line
        name = agent[1].partition("#")[0].partition("/")[0].strip().lower()
        if name.rstrip("*") == self._token.lower():
            return f"User-agent: {self._token}"
        return "User-agent: *" if name == "*" else _OTHER


def _later(place: Target, seconds: int | None) -> NotFetched:
    what = _("The site's robots.txt could not be read, so it is not known whether its pages may be fetched.")
    again = 600 if seconds is None else seconds
    return NotFetched("robots", what, _("Try again later, or upload a saved page."), where=place.url, retry_after=again)

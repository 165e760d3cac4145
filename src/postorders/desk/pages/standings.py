"""How a demand stands: what the machine found, what a person attested, and what a permission excuses, in one answer.

Nothing here asks the database or the clock. A person's word fills in where the machine cannot see. Where both have
looked, the later one counts: a page that lost its disclaimer after somebody attested it lacks it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from postorders.conformance.demand import Demand

State = Literal["met", "missing", "unknown", "not-practical", "excused", "attested", "settled"]
FOUND, NOT_FOUND, UNKNOWN, NOT_PRACTICAL = "found", "not-found", "unknown", "not-practical"


@dataclass(frozen=True, slots=True)
class Word:
    """A person's word on one demand: `verdict` is `found`, `not-found` or `not-practical`."""

    verdict: str
    by: str
    at: datetime
    review_by: date
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Stand:
    """How one demand stands: the state, the same in words, since when, on whose word ("" for the machine's).

    `found` is what the machine found, as a check keeps it; `against` says that a person and the machine disagree.
    `settled` is what an excused demand is to those who may not know of the excuse: nothing is left to be done.
    """

    demand: Demand
    state: State
    says: str
    since: datetime | None = None
    by: str = ""
    found: Mapping[str, Any] | None = None
    against: bool = False

    @property
    def good(self) -> bool:
        """Whether nothing is left to be done for it."""
        return self.state in ("met", "attested", "excused", "settled", "not-practical")


def stands(
    demands: Iterable[Demand],
    findings: Mapping[str, Mapping[str, Any]],
    words: Mapping[str, Word],
    excused: Mapping[str, str],
    why: str = "",
) -> tuple[Stand, ...]:
    """How each demand stands.

    `findings` are those of the last look that could read the page, `words` the attestations in force, `excused` the
    clause of the permission that excuses a demand, by demand; `why` says why the page cannot be read now.
    """
    return tuple(
        _one(one, findings.get(one.demand), words.get(one.demand), excused.get(one.demand, ""), why) for one in demands
    )


def _one(demand: Demand, found: Mapping[str, Any] | None, word: Word | None, clause: str, why: str) -> Stand:
    seen = _seen(demand, found, why)
    if seen.state == "met" and not (word and word.verdict == NOT_FOUND and _later(word, seen)):
        return seen
    if clause:
        says = _("A permission under {clause} excuses it.").format(clause=clause)
        return Stand(demand, "excused", says, found=found)
    return _said(seen, word) if word else seen


def _seen(demand: Demand, found: Mapping[str, Any] | None, why: str) -> Stand:
    """What the machine says of it alone."""
    verdict = found["verdict"] if found else UNKNOWN
    since = datetime.fromisoformat(found["since"]) if found and found.get("since") else None
    if why and not (found or {}).get("elsewhere"):
        last = {FOUND: _("It was there on {day}."), NOT_FOUND: _("It was not there on {day}.")}.get(verdict, "")
        says = f"{why} {last.format(day=_day(since)) if since else ''}".strip()
        return Stand(demand, "unknown", says, since, found=found)
    note = str(found.get("note", "")) if found else _("The page was not looked at yet.")
    if verdict == FOUND:
        return Stand(demand, "met", note, since, found=found)
    if verdict == NOT_FOUND:
        return Stand(demand, "missing", note or _("The page does not show it."), since, found=found)
    return Stand(demand, "unknown", note, since, found=found)


def _said(seen: Stand, word: Word) -> Stand:
    """The machine's answer with a person's word beside it."""
    given = {"name": word.by, "day": _day(word.at), "until": word.review_by.isoformat()}
    if word.verdict == NOT_PRACTICAL:
        says = _("Not practical here, {name} decided on {day}: {reason} To be looked at again by {until}.")
        return Stand(
            seen.demand, "not-practical", says.format(reason=word.reason, **given), word.at, word.by, seen.found
        )
    if seen.state != UNKNOWN and not _later(word, seen):
        return seen
    if word.verdict == FOUND:
        says = _("{name} saw it on {day} and attests it until {until}.").format(**given)
        against = seen.state == "missing"
        more = _("The machine does not find it.") if against else ""
        return Stand(seen.demand, "attested", f"{says} {more}".strip(), word.at, word.by, seen.found, against)
    says = _("{name} looked on {day}: it is not there.").format(**given)
    more = _("What the machine found is not it.") if seen.state == "met" else ""
    return Stand(seen.demand, "missing", f"{says} {more}".strip(), word.at, word.by, seen.found, bool(more))


def _later(word: Word, seen: Stand) -> bool:
    return seen.since is None or word.at > seen.since


def _day(moment: datetime) -> str:
    return date_format(localtime(moment), "Y-m-d")


def summary(found: Iterable[Stand]) -> dict[str, int]:
    """How many demands are met in whatever way, missing and unknown."""
    counts = {"met": 0, "missing": 0, "unknown": 0}
    for one in found:
        counts["met" if one.good else one.state] += 1
    return counts

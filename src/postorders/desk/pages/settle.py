"""What a look changes: the standing of a page, and only where something is new a check and the bytes behind it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils import timezone

from postorders.conformance.demand import LINK_BACK
from postorders.desk.base.person import Person
from postorders.desk.pages import plan
from postorders.desk.pages.back import link_back
from postorders.desk.pages.ground import Ground
from postorders.desk.pages.look import Seen, moved, turned
from postorders.desk.pages.models import Attestation, Check, Standing
from postorders.desk.pages.standings import UNKNOWN, summary
from postorders.desk.pages.store import keep
from postorders.desk.policy.models import Version
from postorders.desk.register.models import Site

Findings = Mapping[str, Mapping[str, Any]]


@dataclass
class Outcome:
    """What came of one look. `drift` names the demands whose verdict turned; `told_failing` that it is time to tell
    that the page cannot be read; `check` is the row that was made, None for a look that found nothing new.
    """

    site: Site
    standing: Standing
    seen: Seen
    check: Check | None = None
    drift: list[str] = field(default_factory=list)
    told_failing: bool = False


def whole(ground: Ground, site: Site, seen: Seen) -> dict[str, dict[str, Any]]:
    """The findings of a look, with what the official website was seen to link to."""
    found = {name: dict(one) for name, one in seen.findings.items()}
    if found and LINK_BACK in ground.ordered.by_id:
        found[LINK_BACK] = link_back(site.key, ground.websites)
    return found


def news(standing: Standing, found: Findings) -> bool:
    """Whether the findings of a look are other ones than those that stand."""
    return bool(found) and (standing.check_made_id is None or bool(moved(standing.check_made.findings, found)))


def settle(ground: Ground, standing: Standing, seen: Seen, now: datetime) -> Outcome:
    """Moves a standing on, in memory: the next look, what fails, how long it has been the same."""
    site = standing.site
    done = Outcome(site, standing, seen)
    found = whole(ground, site, seen)
    standing.why = seen.why
    standing.failing = min(standing.failing + 1, 1000) if seen.failed else 0
    if found:
        standing.seen = now
        standing.steady = 0 if news(standing, found) else min(standing.steady + 1, 1000)
    elif not seen.failed:
        standing.steady = min(standing.steady + 1, 1000)
    done.told_failing = standing.failing == plan.TELL
    standing.next_look = plan.next_look(now, standing.steady, standing.failing, seen.wait)
    return done


def record(done: Outcome, ground: Ground, version: Version, now: datetime, person: Person | None = None) -> None:
    """Keeps what is new, inside an act: the bytes and the check. A person's look is kept in any case."""
    standing, found = done.standing, whole(ground, done.site, done.seen)
    if not person and not news(standing, found):
        return
    before = standing.check_made.findings if standing.check_made_id else {}
    found = found or _unread(ground, done.seen.why)
    changed = [] if done.seen.failed or done.seen.how == "person" else moved(before, found)
    _dated(found, before, changed, now)
    check = Check(site=done.site, at=now, policy_version=version, why=done.seen.why)
    check.by_id = person.member if person else None
    if done.seen.capture is not None:
        check.capture = keep(done.seen.capture, done.seen.how, done.site, person)
    check.findings = found
    check.before = {name: before[name] for name in changed if name in before}
    check.save()
    done.check = check
    if done.seen.findings:
        done.drift = turned(before, found)
        standing.check_made = check


def _unread(ground: Ground, why: str) -> dict[str, dict[str, Any]]:
    names = (one.demand for one in ground.ordered.demands if one.demand != LINK_BACK)
    return {name: {"verdict": UNKNOWN, "words": "", "note": why} for name in names}


def _dated(found: dict[str, dict[str, Any]], before: Findings, changed: list[str], now: datetime) -> None:
    """Since when each thing is found so: what did not change keeps its day."""
    for name, one in found.items():
        same = name not in changed and name in before and before[name].get("since")
        one["since"] = before[name]["since"] if same else now.isoformat()


def summed(ground: Ground, standing: Standing) -> None:
    """Brings the counts of a standing up to date, for lists."""
    standing.summary = summary(ground.stands(standing.site, standing))


def forget(site: Site) -> None:
    """Leaves what was seen and attested at an account's former address behind; called inside the act that gives it
    another one. The checks, the captures and the words stay on the record, and the page is due at once.
    """
    now = timezone.now()
    Attestation.objects.filter(site=site, withdrawn=None).update(withdrawn=now)
    fresh: dict[str, Any] = {"check_made": None, "seen": None, "steady": 0, "failing": 0, "why": "", "summary": {}}
    Standing.objects.filter(site=site).update(next_look=now, **fresh)

"""The one place where releasing asks the gate, at the moment of release and again when the time has come."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from postorders.desk.base.person import Person
from postorders.desk.connect.lines import connected
from postorders.desk.drafts import gate
from postorders.desk.drafts.barred import Aimed, Gate
from postorders.desk.drafts.models import Draft
from postorders.desk.people.who import person as acting
from postorders.desk.people.who import today
from postorders.desk.policy.models import Version
from postorders.desk.register.models import Site
from postorders.desk.release import shelf
from postorders.desk.release.models import Release
from postorders.judge.form import as_data
from postorders.platforms.saying import Rendering

HOLDS = timedelta(minutes=10)  # how long the gate's answer holds for what was not sent yet


@dataclass(frozen=True, slots=True)
class Ready:
    """What the gate lets onto one account: the rendering, the judgment that it rests on as plain data, and the version
    of the policy that gave it."""

    site: Site
    rendering: Rendering
    judgment: Mapping[str, Any]
    version: Version | None


@dataclass(frozen=True, slots=True)
class Answer:
    """The gate's answer: what is ready for each account, and in words, each with its clause, what bars the release."""

    ready: tuple[Ready, ...]
    bars: tuple[str, ...]


def look(
    draft: Draft, person: Person, now: datetime | None = None, device: str = "", duty: str = "", *,
    moment: str = "publication", emergency: bool = False,
) -> Gate:  # fmt: skip
    """How the gate stands for a release: see `drafts.gate.look`. What the platform must fetch, it must be able to."""
    found = gate.look(draft, person, now, device, duty, moment=moment, connected=connected, emergency=emergency)
    return replace(found, aimed=tuple(_fetchable(one) for one in found.aimed)) if gate.GATE.on else found


def _fetchable(one: Aimed) -> Aimed:
    if one.rendering is None or not one.rendering.media or not (why := shelf.unreachable(one.site)):
        return one
    cure = _("Give the desk its public https address (the setting `address`), or leave this account out.")
    return replace(one, bars=(*one.bars, gate.Bar("platform", why, cure, _("who runs this desk"))))


def ask(draft: Draft, person: Person, now: datetime, device: str, duty: str, *, emergency: bool = False) -> Answer:
    """What the gate says of a draft now. In an emergency a missing approval is no bar; everything else is."""
    found = look(draft, person, now, device, duty, emergency=emergency)
    return Answer(tuple(_ready(found.aimed)), _told(found.every))


def again(row: Release, person: Person, now: datetime, device: str, duty: str) -> Answer:
    """What the gate says now of what was released before: of this account alone, and not that it was released."""
    found = look(row.draft, person, now, device, duty, emergency=bool(row.emergency))
    mine = [one for one in found.aimed if one.site.id == row.site_id]
    bars = [bar for bar in found.bars if bar.kind != "state"] + [bar for one in mine for bar in one.bars]
    return Answer(tuple(_ready(mine)), _told(bars))


def since(row: Release, now: datetime) -> tuple[str, ...]:
    """What bars a release now that was let through some time ago and of which nothing is out: for who released it, with
    the device and duty as declared then. Nothing while the gate's first answer holds."""
    if timedelta(0) <= now - row.at < HOLDS or row.pieces.exists():
        return ()
    if not row.by.active(today()):
        return (_("%s, who released it, is not in service any more.") % row.by.name,)
    declared = row.draft.given
    return again(row, acting(row.by), now, declared.get("device", ""), declared.get("duty", "")).bars


def _ready(aimed: Iterable[Aimed]) -> Iterable[Ready]:
    for one in aimed:
        if one.rendering is not None:
            judgment = as_data(one.judgment) if one.judgment else {}
            yield Ready(one.site, one.rendering, judgment, one.policy_version)


def _told(bars: Iterable[gate.Bar]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_words(bar) for bar in bars))


def _words(bar: gate.Bar) -> str:
    cited = f"{bar.clause}: " if bar.clause else ""
    by = _(" By: {who}.").format(who=bar.who) if bar.who else ""
    return f"{cited}{bar.what} {bar.cure}{by}"

"""The one place where releasing asks the gate, and where it learns what may go where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from postorders.desk.base.person import Person
from postorders.desk.connect.lines import connected
from postorders.desk.drafts import gate
from postorders.desk.drafts.models import Draft
from postorders.desk.policy.models import Version
from postorders.desk.register.models import Site
from postorders.judge.form import as_data
from postorders.platforms.saying import Rendering


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


def ask(draft: Draft, person: Person, now: datetime, device: str, duty: str, *, emergency: bool = False) -> Answer:
    """What the gate says of a draft now. In an emergency a missing approval is no bar; everything else is."""
    found = gate.look(draft, person, now, device, duty, connected=connected, emergency=emergency)
    ready = tuple(
        Ready(one.site, one.rendering, as_data(one.judgment) if one.judgment else {}, one.policy_version)
        for one in found.aimed
        if one.rendering is not None
    )
    return Answer(ready, tuple(dict.fromkeys(_words(bar) for bar in found.every)))


def _words(bar: gate.Bar) -> str:
    cited = f"{bar.clause}: " if bar.clause else ""
    by = _(" By: {who}.").format(who=bar.who) if bar.who else ""
    return f"{cited}{bar.what} {bar.cure}{by}"

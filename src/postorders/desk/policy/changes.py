"""What changed in the policy and its readings since a day, newest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from postorders.desk.policy.force import HEAVY, bare_policy
from postorders.desk.policy.models import Document, SignedReading, Version
from postorders.policy.diff import Change, diff

WHAT = {"added": gettext_lazy("added"), "removed": gettext_lazy("removed"), "changed": gettext_lazy("changed")}
FIELDS = {
    "": gettext_lazy("the clause"),
    "says": gettext_lazy("what it says"),
    "label": gettext_lazy("label"),
    "kind": gettext_lazy("kind"),
    "binds": gettext_lazy("whom it binds"),
    "when": gettext_lazy("when it applies"),
    "looks_for": gettext_lazy("what the check looks for"),
    "effect": gettext_lazy("effect"),
    "lifted_by": gettext_lazy("who can give leave"),
    "law": gettext_lazy("legal notes"),
    "remedy": gettext_lazy("what helps"),
    "readings": gettext_lazy("proposed readings"),
    "anomalies": gettext_lazy("oddities of the source"),
    "permissions": gettext_lazy("kinds of permission"),
    "approvers": gettext_lazy("who can give leave"),
    "version": gettext_lazy("version"),
    "effective": gettext_lazy("in force from"),
    "examples": gettext_lazy("examples"),
    "refers_to": gettext_lazy("clauses it refers to"),
    "references": gettext_lazy("documents it refers to"),
    "done_by": gettext_lazy("what carries it out"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One difference in words; `was` or `now` is "" where there is nothing."""

    clause: str
    field: str
    what: str
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class Event:
    """Something that changed on a day: a `version` with its lines, a `reading`, or a `document`."""

    on: date
    title: str
    version: Version | None = None
    lines: tuple[Line, ...] = ()
    reading: SignedReading | None = None
    withdrawn: bool = False
    document: Document | None = None


def lines(changes: list[Change]) -> tuple[Line, ...]:
    """Differences as a page shows them."""
    return tuple(
        Line(one.clause, str(FIELDS.get(one.field, one.field)), str(WHAT[one.what]), _text(one.was), _text(one.now))
        for one in changes
    )


def since(day: date) -> list[Event]:
    """What changed after that day, what is yet to take effect included. Newest first."""
    found = [_of_version(version) for version in _versions(day)]
    signed = SignedReading.objects.filter(signed_on__gt=day).select_related("signed_by")
    title = _("A reading was signed: {name}")
    found += [Event(one.signed_on, title.format(name=one.reading), reading=one) for one in signed]
    for one in SignedReading.objects.filter(withdrawn_on__gt=day).select_related("withdrawn_by", "signed_by"):
        title = _("A reading was withdrawn: {name}").format(name=one.reading)
        found.append(Event(one.withdrawn_on, title, reading=one, withdrawn=True))
    for one in Document.objects.filter(named_on__gt=day):
        title = _("The policy now refers to: {name}, {version}").format(name=one.name, version=one.version)
        found.append(Event(one.named_on, title, document=one))
    return sorted(found, key=lambda event: event.on, reverse=True)


def before(version: Version) -> Version | None:
    """The version of the same policy that was in force before; None for the first."""
    earlier = Version.objects.defer(*HEAVY).filter(policy=version.policy, effective__lt=version.effective)
    found: Version | None = earlier.order_by("-effective").first()
    return found


def _versions(day: date) -> list[Version]:
    """The versions that took effect, or were adopted, after a day."""
    every = Version.objects.defer(*HEAVY)
    return list((every.filter(effective__gt=day) | every.filter(adopted_on__gt=day)).select_related("adopted_by"))


def _of_version(version: Version) -> Event:
    old = before(version)
    title = _("{title}, version of {version}, in force from {effective}").format(
        title=version.title, version=version.version, effective=version.effective
    )
    changed = lines(diff(bare_policy(old), bare_policy(version))) if old else ()
    return Event(max(version.effective, version.adopted_on), title, version, changed)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, dict):
        return "; ".join(f"{key}: {_text(item)}" for key, item in value.items() if item not in (None, "", [], {}))
    return ", ".join(_text(item) for item in value) if isinstance(value, (list, tuple)) else str(value)

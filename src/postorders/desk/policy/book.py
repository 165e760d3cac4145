"""A version of a policy as a page reads it: sections in the source's order, each clause with all that bears on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from postorders.desk.policy.acts import REFERENCES
from postorders.desk.policy.models import Document, Version
from postorders.desk.policy.terms import Marker, marker
from postorders.judge.effects import READINGS
from postorders.policy.attach import Passage
from postorders.policy.clause import Clause, Risk
from postorders.policy.glossary import glossary
from postorders.policy.policy import Citation, Policy, Section
from postorders.policy.reading import Reading

KINDS = {
    "definition": gettext_lazy("definition"),
    "statement": gettext_lazy("statement"),
    "permission": gettext_lazy("permission"),
    "obligation": gettext_lazy("obligation"),
    "prohibition": gettext_lazy("prohibition"),
    "caution": gettext_lazy("caution"),
    "sanction": gettext_lazy("sanction"),
    "procedure": gettext_lazy("procedure"),
}
EFFECTS = {
    "inform": gettext_lazy("The check mentions it."),
    "advise": gettext_lazy("The check advises."),
    "ask": gettext_lazy("The check says to ask first."),
    "hold": gettext_lazy("On an official account the post is held; on a personal one the check advises."),
}
FORMS = {
    "written": gettext_lazy("in writing"),
    "express": gettext_lazy("expressly"),
    "unstated": gettext_lazy("in no stated form"),
}
ATTRIBUTES = {
    "account": gettext_lazy("account"),
    "third-party": gettext_lazy("posted by someone else"),
    "moment": gettext_lazy("moment"),
    "duty": gettext_lazy("duty"),
    "device": gettext_lazy("device"),
    "class": gettext_lazy("class of member"),
    "role": gettext_lazy("role"),
}
VALUES = {
    "official": gettext_lazy("official"),
    "personal": gettext_lazy("personal"),
    "no": gettext_lazy("no"),
    "yes": gettext_lazy("yes"),
    "draft": gettext_lazy("draft"),
    "publication": gettext_lazy("publication"),
    "on": gettext_lazy("on"),
    "off": gettext_lazy("off"),
    "department": gettext_lazy("department"),
    "officer": gettext_lazy("officer"),
    "civilian": gettext_lazy("civilian"),
    "reserve": gettext_lazy("reserve"),
}


@dataclass(frozen=True, slots=True)
class Law:
    """A legal risk of a clause: where it holds, how high from 1 to 3, why, and on what it rests."""

    risk: Risk
    where: str
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Referred:
    """A document that the policy refers to, and which version the department means; None when nobody has said."""

    name: str
    clauses: tuple[str, ...]
    document: Document | None


@dataclass(frozen=True, slots=True)
class Row:
    """One clause, ready to be shown. `words` are the department's own, as attached."""

    clause: Clause
    says: SafeString
    kind: str
    words: Passage | None
    binds: tuple[str, ...]
    when: str
    effect: str
    lifted: str
    readings: tuple[Reading, ...]
    anomalies: tuple[str, ...]
    laws: tuple[Law, ...]
    referred: tuple[Referred, ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """One section of the source with its clauses."""

    section: Section
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Book:
    """A whole version. `general` are oddities of the source that belong to no one clause."""

    version: Version
    policy: Policy
    chapters: tuple[Chapter, ...]
    general: tuple[str, ...]
    referred: tuple[Referred, ...]


def book(version: Version, policy: Policy) -> Book:
    """The version with its readings as `policy` has them, and the documents it refers to as they stand."""
    referred = referred_by(policy)
    terms = marker(glossary(policy))
    rows = [_row(version, policy, clause, terms, referred, f"t{at}") for at, clause in enumerate(policy.clauses)]
    general = tuple(anomaly.says for anomaly in policy.anomalies if not anomaly.clauses)
    return Book(version, policy, _chapters(policy, rows), general, referred)


def row(version: Version, policy: Policy, clause: Clause) -> Row:
    """One clause alone."""
    return _row(version, policy, clause, marker(glossary(policy)), referred_by(policy), "t")


def referred_by(policy: Policy) -> tuple[Referred, ...]:
    """Each document that the policy refers to, with the version that was named last."""
    if not REFERENCES.on:
        return ()
    named = {one.name: one for one in Document.objects.filter(policy=policy.id)}
    return tuple(Referred(one.name, one.clauses, named.get(one.name)) for one in policy.manifest.references)


def conditions(when: Mapping[str, tuple[str, ...]]) -> str:
    """Conditions in words: `account: official`, joined by semicolons."""
    parts = (f"{ATTRIBUTES.get(name, name)}: {_any(values)}" for name, values in when.items())
    return "; ".join(parts)


def _any(values: tuple[str, ...]) -> str:
    return _(" or ").join(str(VALUES.get(value, value)) for value in values)


def _chapters(policy: Policy, rows: list[Row]) -> tuple[Chapter, ...]:
    """The rows under their sections; one whose number names no section stays with the section before it."""
    found: dict[str, list[Row]] = {section.id: [] for section in policy.manifest.sections}
    at = next(iter(found), "")
    for one in rows:
        at = max((name for name in found if _within(one.clause.clause, name)), key=len, default=at)
        found.setdefault(at, []).append(one)
    return tuple(Chapter(section, tuple(found[section.id])) for section in policy.manifest.sections)


def _within(clause: str, section: str) -> bool:
    return clause.startswith(section) and clause[len(section) : len(section) + 1] in ("", ".", "#")


def _row(
    version: Version, policy: Policy, clause: Clause, terms: Marker, referred: tuple[Referred, ...], key: str
) -> Row:
    words: Any = version.attached.get(clause.clause)
    oddities = (*clause.anomalies, *(one.says for one in policy.anomalies_of(clause.clause)))
    return Row(
        clause=clause,
        says=terms.mark(clause.says, key, clause.clause),
        kind=str(KINDS[clause.kind]),
        words=Passage(**words) if words else None,
        binds=tuple(policy.manifest.who[name].label for name in clause.binds),
        when=conditions(clause.when),
        effect=str(EFFECTS[clause.effect]) if clause.can_flag else "",
        lifted=_lifted(policy, clause),
        readings=policy.readings_of(clause.clause) if READINGS.on else (),
        anomalies=tuple(dict.fromkeys(oddities)),
        laws=tuple(_law(policy, risk) for risk in clause.law if risk.risk),
        referred=tuple(one for one in referred if clause.clause in one.clauses),
    )


def _lifted(policy: Policy, clause: Clause) -> str:
    """Who can give leave, and in which form; "" for a clause that never flags."""
    lift, manifest = clause.lifted_by, policy.manifest
    if not clause.can_flag:
        return ""
    if not lift.obtainable:
        return _("Nobody can give leave.")
    label = next((kind.label for kind in manifest.permissions if kind.kind == lift.permission), lift.permission)
    givers = _(" or ").join(manifest.approvers[name].label for name in lift.by if name in manifest.approvers)
    said = _("{permission}: {givers}, {form}.").format(permission=label, givers=givers, form=FORMS[lift.form])
    return said + (" " + _("One leave for each post.") if lift.scope == "item" else "")


def _law(policy: Policy, risk: Risk) -> Law:
    cited = tuple(one for one in policy.citations if one.cite in risk.cites)
    return Law(risk, conditions(risk.when), cited)

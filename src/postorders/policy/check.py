"""What must hold between the parts of a pack: names that exist, ids that are unique, limits of a kind."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path as Folder
from typing import Any

from postorders.errors import Problem
from postorders.plain import Binder, Path, suggest
from postorders.policy.clause import Clause
from postorders.policy.policy import Policy
from postorders.policy.vocabulary import ATTRIBUTES, YES_NO, Conditions


@dataclass(frozen=True, slots=True)
class Own:
    """The concepts that a pack brings along: each as plain data, which of them are facts, and what is wrong."""

    concepts: tuple[Mapping[str, Any], ...] = ()
    facts: frozenset[str] = frozenset()
    problems: tuple[Problem, ...] = ()


def _brings_none(folder: Folder) -> Own:
    return Own()


@dataclass(frozen=True, slots=True)
class Known:
    """Names that exist outside the pack: concept ids, those that are facts, and capability ids.

    `own` reads the concepts that stand in the `concepts` folder of a pack.
    """

    concepts: frozenset[str] = frozenset()
    facts: frozenset[str] = frozenset()
    capabilities: frozenset[str] = frozenset()
    own: Callable[[Folder], Own] = _brings_none

    def with_own(self, own: Own) -> Known:
        """These names and those that the pack brings along."""
        names = frozenset(str(concept["concept"]) for concept in own.concepts)
        return replace(self, concepts=self.concepts | names, facts=self.facts | own.facts)


def check(policy: Policy, places: Sequence[Path], known: Known, binder: Binder) -> None:
    """Notes in `binder` every broken link between the parts of `policy`.

    `places` has the path of each clause, in the order of `policy.clauses`.
    """
    _manifest(policy, known, binder)
    seen: set[str] = set()
    for clause, at in zip(policy.clauses, places, strict=True):
        if clause.clause in seen:
            binder.note((*at, "clause"), f"Clause {clause.clause!r} stands twice.", "Keep one, or number them #1, #2.")
        seen.add(clause.clause)
        _clause(policy, clause, at, known, binder)
    for name, items in (("readings", policy.readings), ("anomalies", policy.anomalies)):
        for index, item in enumerate(items):
            _names(binder, (name, index, "clauses"), item.clauses, policy.by_id, "clause")  # type: ignore[attr-defined]


def _manifest(policy: Policy, known: Known, binder: Binder) -> None:
    manifest = policy.manifest
    for name in ("version", "effective"):
        if not is_date(getattr(manifest, name)):
            binder.note(("pack", name), f"{name!r} is not a date: {getattr(manifest, name)!r}.", "Write YYYY-MM-DD.")
    for name, party in manifest.who.items():
        _conditions(binder, ("pack", "who", name, "when"), party.when, known)
    for name, approver in manifest.approvers.items():
        _names(binder, ("pack", "approvers", name, "any_of"), approver.any_of, manifest.approvers, "approver")
    for index, kind in enumerate(manifest.permissions):
        _names(binder, ("pack", "permissions", index, "by"), kind.by, manifest.approvers, "approver")
        _names(binder, ("pack", "permissions", index, "clause"), (kind.clause,), policy.by_id, "clause")
        if kind.excuses:
            _names(binder, ("pack", "permissions", index, "excuses"), (kind.excuses,), known.concepts, "concept")
    for index, reference in enumerate(manifest.references):
        _names(binder, ("pack", "references", index, "clauses"), reference.clauses, policy.by_id, "clause")
    if manifest.status == "unproved" and not manifest.status_note:
        binder.note(("pack", "status"), "An unproved policy needs a status_note.", "Say what is not proved.")


def _clause(policy: Policy, clause: Clause, at: Path, known: Known, binder: Binder) -> None:
    manifest = policy.manifest
    _names(binder, (*at, "binds"), clause.binds, manifest.who, "party of 'who' in pack.yaml")
    _conditions(binder, (*at, "when"), clause.when, known)
    for name in ("looks_for", "for_a_person"):
        _names(binder, (*at, name), getattr(clause, name), known.concepts, "concept")
    own = {concept["concept"] for concept in policy.concepts}
    _names(binder, (*at, "page_shows"), clause.page_shows, known.concepts - own, "concept")
    _names(binder, (*at, "done_by"), clause.done_by, known.capabilities, "capability")
    if clause.consequence:
        _names(binder, (*at, "consequence"), (clause.consequence,), manifest.consequences, "consequence")
    _lift(policy, clause, (*at, "lifted_by"), known, binder)
    cites = {citation.cite for citation in policy.citations}
    for index, risk in enumerate(clause.law):
        _conditions(binder, (*at, "law", index, "when"), risk.when, known)
        _names(binder, (*at, "law", index, "cites"), risk.cites, cites, "citation of the law pack")
    _limits(clause, at, binder)
    _examples(clause, (*at, "examples"), known, binder)


def _examples(clause: Clause, at: Path, known: Known, binder: Binder) -> None:
    """What is given with an example: attributes, facts, or the kind of media attached."""
    groups = {name: getattr(clause.examples, name) for name in ("flags", "points", "passes", "known_misses")}
    given = [((*at, "given"), clause.examples.given)]
    given += [((*at, n, i, "given"), one.given) for n, some in groups.items() for i, one in enumerate(some)]
    for where, said in given:
        _conditions(binder, where, {k: v for k, v in said.items() if k != "media"}, known)


def _lift(policy: Policy, clause: Clause, at: Path, known: Known, binder: Binder) -> None:
    lift = clause.lifted_by
    if not lift.obtainable:
        return
    kinds = {kind.kind for kind in policy.manifest.permissions}
    _names(binder, (*at, "permission"), (lift.permission,), kinds, "permission kind of pack.yaml")
    _names(binder, (*at, "by"), lift.by, policy.manifest.approvers, "approver of pack.yaml")
    _conditions(binder, (*at, "when"), lift.when, known)
    if lift.under:
        _names(binder, (*at, "under"), (lift.under,), policy.by_id, "clause")
    if not lift.by:
        binder.note(at, "A permission that nobody can give lifts nothing.", "Name the approvers under 'by'.")


def _limits(clause: Clause, at: Path, binder: Binder) -> None:
    if clause.judged_by == "person" and clause.can_flag:
        binder.note((*at, "looks_for"), "A clause that only a person can judge cannot flag.", "Use for_a_person.")
    if clause.never_automate and (clause.can_flag or clause.for_a_person):
        binder.note(at, "A clause that is never automated takes no concept.", "Remove looks_for and for_a_person.")
    if clause.for_a_person and clause.judged_by != "person":
        binder.note((*at, "for_a_person"), "Pointers belong to clauses judged by a person.", "Add 'judged_by: person'.")
    if clause.kind == "definition" and not clause.term:
        binder.note(at, "A definition needs its term.", "Add 'term:'.")
    if not clause.done_by:
        binder.note(at, "Nothing is said to carry this clause out.", "Add 'done_by:' with a capability.")


def _conditions(binder: Binder, at: Path, when: Conditions, known: Known) -> None:
    for name, values in when.items():
        allowed = YES_NO if name in known.facts else ATTRIBUTES.get(name)
        if allowed is None:
            binder.note((*at, name), f"Unknown attribute {name!r}.", suggest(name, {*ATTRIBUTES, *known.facts}))
        for value in values if allowed else ():
            if value not in (allowed or ()):
                binder.note((*at, name), f"{name!r} cannot be {value!r}.", suggest(value, allowed or ()))


def _names(binder: Binder, at: Path, names: Iterable[str], known: Iterable[str], what: str) -> None:
    allowed = set(known)
    for name in names:
        if name not in allowed:
            binder.note(at, f"There is no {what} {name!r}.", suggest(name, allowed))


def is_date(text: str) -> bool:
    """Whether the text is a plain ISO 8601 date, YYYY-MM-DD."""
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        return False
    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        return False
    return True

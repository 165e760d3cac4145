"""One version of a policy: its clauses and everything that its pack declares beside them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Literal

from postorders.plain import EMPTY, digest
from postorders.policy.clause import Clause, Examples
from postorders.policy.reading import Reading
from postorders.policy.vocabulary import Conditions, Duty, Effect, Form, Gives, Scope


@dataclass(frozen=True, slots=True)
class Party:
    """Who a clause binds, as conditions; `posts: false` marks a party that does not itself post."""

    label: str
    when: Conditions = EMPTY
    posts: bool = True


@dataclass(frozen=True, slots=True)
class Approver:
    """Who can give leave. A designee `needs: delegation`; a chain is `any_of` several roles."""

    label: str
    needs: Literal["", "delegation"] = ""
    any_of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PermissionKind:
    """One row of the approvals matrix: what may be permitted, under which clause, by whom, in which form.

    `sealed` says that the reasons of whoever asks are kept apart, for those who decide alone. `gives` says that it
    allows a site, or a person to post on one; `excuses` names what a page then need not show.
    """

    kind: str
    label: str
    clause: str
    by: tuple[str, ...]
    form: Form = "unstated"
    scope: Scope = "standing"
    says: str = ""
    sealed: bool = False
    gives: Gives = ""
    excuses: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """One section of the source and the file that carries its clauses."""

    id: str
    title: str
    file: str


@dataclass(frozen=True, slots=True)
class Anomaly:
    """An oddity of the source, shown and never repaired. `number` is that of the register, 0 if none."""

    says: str
    clauses: tuple[str, ...] = ()
    number: int = 0


@dataclass(frozen=True, slots=True)
class Site:
    """An official account as the source prints it."""

    platform: str
    url: str
    status: str = "to verify"
    as_printed: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """A document that the policy refers to."""

    name: str
    clauses: tuple[str, ...] = ()
    status: str = "not attached"


@dataclass(frozen=True, slots=True)
class Citation:
    """A statute or case that a clause's legal risk rests on."""

    cite: str
    name: str
    says: str
    status: str = "to confirm with counsel"


@dataclass(frozen=True, slots=True)
class Saving:
    """Where law itself lifts or limits rules: when one of these concepts is `seen`, flags are capped."""

    cite: str
    says: str
    seen: tuple[str, ...]
    when: Conditions = EMPTY
    caps: Effect = "advise"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What `pack.yaml` says."""

    policy: str
    title: str
    department: str
    version: str
    effective: str
    sections: tuple[Section, ...]
    status: Literal["in-force", "unproved"] = "in-force"
    status_note: str = ""
    source_note: str = ""
    laws: tuple[str, ...] = ()
    email_domains: tuple[str, ...] = ()
    websites: tuple[str, ...] = ()
    who: Mapping[str, Party] = EMPTY
    approvers: Mapping[str, Approver] = EMPTY
    permissions: tuple[PermissionKind, ...] = ()
    consequences: Mapping[str, str] = EMPTY
    sites: tuple[Site, ...] = ()
    references: tuple[Reference, ...] = ()
    attach: Mapping[str, Any] = EMPTY


@dataclass(frozen=True, eq=False)
class Policy:
    """One version of one policy. `hash` covers what it orders; examples and proofs are not part of that.

    `concepts` are those that the pack brings along, as plain data.
    """

    manifest: Manifest
    clauses: tuple[Clause, ...]
    readings: tuple[Reading, ...] = ()
    anomalies: tuple[Anomaly, ...] = ()
    citations: tuple[Citation, ...] = ()
    savings: tuple[Saving, ...] = ()
    concepts: tuple[Mapping[str, Any], ...] = ()

    @property
    def id(self) -> str:
        """The policy's id, such as the name of its template."""
        return self.manifest.policy

    @cached_property
    def by_id(self) -> Mapping[str, Clause]:
        """Clauses by id, in the source's order."""
        return {clause.clause: clause for clause in self.clauses}

    @cached_property
    def hash(self) -> str:
        """SHA-256 of the canonical form of what this version orders, without readings, examples,
        anomalies, what is known of its adoption, which reasons we keep sealed, or what the register takes from it.
        Of a concept of its own that nothing but examples teaches, these are a part."""
        bare = tuple(replace(clause, examples=Examples(), done_by=(), duty="") for clause in self.clauses)
        kinds = tuple(replace(kind, sealed=False, gives="", excuses="") for kind in self.manifest.permissions)
        manifest = replace(self.manifest, status="in-force", status_note="", websites=(), permissions=kinds)
        own = tuple(map(_bare, self.concepts))
        return digest(replace(self, manifest=manifest, clauses=bare, readings=(), anomalies=(), concepts=own))

    @cached_property
    def readings_hash(self) -> str:
        """SHA-256 of the readings."""
        return digest(self.readings)

    def ordering(self, duty: Duty) -> tuple[Clause, ...]:
        """The clauses that order something of the register of accounts."""
        return tuple(clause for clause in self.clauses if clause.duty == duty)

    def kinds_giving(self, gives: Gives) -> tuple[PermissionKind, ...]:
        """The kinds of permission that allow a site, or a person to post on one."""
        return tuple(kind for kind in self.manifest.permissions if kind.gives == gives)

    def readings_of(self, clause: str) -> tuple[Reading, ...]:
        """The readings that speak to a clause."""
        return tuple(reading for reading in self.readings if clause in reading.clauses)

    def anomalies_of(self, clause: str) -> tuple[Anomaly, ...]:
        """The oddities of the source that bear on a clause."""
        return tuple(anomaly for anomaly in self.anomalies if clause in anomaly.clauses)


def _bare(concept: Mapping[str, Any]) -> Mapping[str, Any]:
    """A concept without its examples, where patterns say what is seen."""
    if not (concept.get("patterns") or concept.get("regexes")):
        return concept
    return {name: value for name, value in concept.items() if name != "examples"}

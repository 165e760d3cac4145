"""The judge: pure. No clock, network, database or model."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import lru_cache

from postorders.capability import capability
from postorders.judge import hearsay
from postorders.judge.asking import Asking, examine_media, would_change
from postorders.judge.conditions import Situation, holds, situation
from postorders.judge.docket import Docket, Entry, docket
from postorders.judge.effects import weakened
from postorders.judge.judgment import (
    OUTCOMES,
    Basis,
    Cap,
    Flag,
    Judgment,
    Lifted,
    Note,
    Outcome,
    Pointer,
    PolicyVersion,
    Sightings,
    Span,
    Unchecked,
    Weighed,
)
from postorders.judge.leave import why_not
from postorders.judge.trace import trace
from postorders.policy.policy import Policy, Saving
from postorders.policy.vocabulary import Effect
from postorders.posts.context import Context
from postorders.posts.post import Post
from postorders.signals.signal import Signal

DRAFT = capability("draft-check", "Flags a post under each clause whose concepts were seen and conditions hold.")
POINTER = capability("pointer", "Names the clauses that only a person can judge and that bear on a post.")
LEAVE = capability("permission-check", "Weighs a permission for a clause: kind, scope, form, approver, dates.")
SAVINGS = capability("savings-check", "Caps flags where law itself protects what was said, and says which law.")

READ_ALONE = Cap("advise", "Only a reading of the post as a whole sees it, and that advises.")
_LINK = re.compile(r"https?://[^\s<>\"')]{1,2000}")


def judge(
    post: Post, sightings: Sightings, policy: Policy, context: Context, as_of: str, explain: bool = False
) -> Judgment:
    """What `policy` says of `post` on the ISO date `as_of`.

    The same arguments give the same judgment, byte for byte. `explain` adds the trace of every clause.
    """
    return _Sitting(post, sightings, policy, context, as_of).judgment(explain)


class _Sitting:
    """One post before the judge; gathers what the clauses say of it."""

    def __init__(self, post: Post, sightings: Sightings, policy: Policy, context: Context, as_of: str) -> None:
        self.post, self.sightings, self.policy, self.context, self.as_of = post, sightings, policy, context, as_of
        known = situation(post, context)
        self.docket: Docket = docket(policy, tuple(sorted(known.items())), as_of)
        self.live: dict[str, list[Signal]] = {}
        self.lowered: list[Signal] = []
        for signal in sightings.signals:
            if signal.lowered:
                self.lowered.append(signal)
            else:
                self.live.setdefault(signal.concept, []).append(signal)
        self.savings = _savings_that_hold(policy, known, self.live)
        self.flags: list[Flag] = []
        self.lifted: list[Lifted] = []
        self.notes: list[Note] = []
        self.waiting: list[Entry] = []
        self.unchecked: list[Unchecked] = list(sightings.unexamined)
        self.asking = Asking(sightings)

    def judgment(self, explain: bool) -> Judgment:
        for index in sorted({i for concept in self.live for i in self.docket.flags.get(concept, ())}):
            self._hear(self.docket.entries[index])
        for index in self.docket.by_conditions:
            self._hear_conditions(self.docket.entries[index])
        self._hear_witness()
        self.flags.sort(key=lambda flag: self._order[flag.clause])
        outcome = self._outcome()
        pointers = self._pointers()
        self._take_notes()
        return Judgment(
            self.post.id,
            version_of(self.policy),
            self.as_of,
            self.post.account,
            outcome,
            tuple(self.flags),
            tuple(self.lifted),
            pointers,
            tuple(self.unchecked),
            self.asking.asked(),
            tuple(self.notes),
            self.sightings.engine,
            Basis(self.post, self.context, self.sightings),
            trace(self.docket, self.sightings, self.flags, self.lifted, pointers) if explain else None,
        )

    @property
    def _order(self) -> dict[str, int]:
        return _clause_order(self.policy)

    def _hear(self, entry: Entry) -> None:
        """A clause whose concepts were seen."""
        if entry.held == "unknown":
            self.waiting.append(entry)
            return
        for concept in entry.clause.looks_for:
            if signals := self.live.get(concept):
                self._raise(entry, concept, signals)

    def _hear_conditions(self, entry: Entry) -> None:
        """A clause that looks for nothing: its conditions alone decide."""
        if entry.held == "held":
            self._raise(entry, "", ())
            return
        for fact in entry.unknown:
            self.asking.want(fact, [entry.clause.clause])
        missing = " and ".join(entry.unknown)
        self.unchecked.append(Unchecked(missing, f"Nobody said; {entry.clause.clause} depends on it."))

    def _hear_witness(self) -> None:
        """What a witness quoted, beside everything else and never more than advice."""
        for entry, span in hearsay.quoted(self.sightings, self.docket):
            if entry.clause.can_flag:
                why = hearsay.why(entry, self.sightings)
                self._cite(entry, "", (span,), "words that a witness quoted", why, hearsay.ADVICE)

    def _raise(self, entry: Entry, concept: str, signals: Sequence[Signal]) -> None:
        spans = tuple(Span(s.start, s.end, s.text, s.field, s.how) for s in signals)
        label = self.sightings.labels.get(concept, concept)
        self._cite(entry, concept, spans, label, _why(entry, label), READ_ALONE if _read_alone(signals) else None)

    def _cite(
        self, entry: Entry, concept: str, spans: tuple[Span, ...], label: str, why: str, cap: Cap | None = None
    ) -> None:
        """A flag under the entry's clause, or what permissions and caps make of it."""
        if not DRAFT.on:
            return
        clause = entry.clause
        weighed = self._weigh_permissions(entry)
        if fitting := next((one for one in weighed if not one.why_not), None):
            self.lifted.append(Lifted(clause.clause, clause.label, concept, fitting.permission, spans))
            return
        effect, caps = self._save(entry, cap)
        if effect == "inform":
            self.notes.append(Note(clause.clause, f"{clause.label}: {label}."))
            return
        self.flags.append(
            Flag(
                clause.clause, clause.label, effect, concept, spans, why, entry.conditions,
                caps, entry.lifted_by, weighed, clause.remedy, entry.law,
            )
        )  # fmt: skip

    def _weigh_permissions(self, entry: Entry) -> tuple[Weighed, ...]:
        if entry.lifted_by == "nobody" or not LEAVE.on:
            return ()
        kind = entry.clause.lifted_by.permission
        mine = (permission for permission in self.context.permissions if permission.kind == kind)
        return tuple(Weighed(one.id, why_not(one, entry.clause, self.policy, self.post, self.as_of)) for one in mine)

    def _save(self, entry: Entry, cap: Cap | None = None) -> tuple[Effect, tuple[Cap, ...]]:
        """The effect after the law's own savings have been heard, and what else caps it."""
        saved = (Cap(saving.caps, _saved_by(self.policy, saving)) for saving in self.savings)
        effect, caps = weakened(entry.effect, (*saved, *([cap] if cap else ())))
        return effect, (*entry.caps, *caps)

    def _outcome(self) -> Outcome:
        """The one outcome; on the way, what would change it is asked."""
        effects: list[Outcome] = [flag.effect for flag in self.flags if flag.effect != "inform"]
        outcome: Outcome = max(effects, key=OUTCOMES.index) if effects else "clear"
        waited = [entry for entry in self.waiting if would_change(entry, outcome)]
        for entry in waited:
            for fact in entry.unknown:
                self.asking.want(fact, [entry.clause.clause])
        unseen, notes = examine_media(self.post, self.context, self.docket, self.asking, outcome)
        self.unchecked += unseen
        self.notes += notes
        surely = [entry for entry in waited if not _read_alone(self._seen(entry))]
        if surely and OUTCOMES.index(outcome) < OUTCOMES.index("ask"):
            return "ask"
        return "incomplete" if outcome == "clear" and (self.unchecked or waited) else outcome

    def _seen(self, entry: Entry) -> list[Signal]:
        """What was seen of the concepts that a clause looks for."""
        return [signal for concept in entry.clause.looks_for for signal in self.live.get(concept, ())]

    def _pointers(self) -> tuple[Pointer, ...]:
        found = []
        for concept, signals in self.live.items() if POINTER.on else ():
            for index in self.docket.points.get(concept, ()):
                clause = self.docket.entries[index].clause
                spans = tuple(Span(s.start, s.end, s.text, s.field, s.how) for s in signals)
                found.append(Pointer(clause.clause, clause.label, concept, spans))
        for entry, span in hearsay.quoted(self.sightings, self.docket) if POINTER.on else ():
            if not entry.clause.can_flag:
                found.append(Pointer(entry.clause.clause, entry.clause.label, "", (span,)))
        return tuple(sorted(found, key=lambda p: (self._order[p.clause], p.concept)))

    def _take_notes(self) -> None:
        for signal in self.lowered:
            if signal.concept in self.docket.flags or signal.concept in self.docket.points:
                by = signal.lowered[0]
                label = self.sightings.labels.get(signal.concept, signal.concept)
                against = f"{by.text!r} ({by.concept})" if by.text else by.concept
                self.notes.append(Note("", f"{signal.text!r} could be {label}; {against} speaks against it."))
        for saving in self.savings:
            self.notes.append(Note("", _saved_by(self.policy, saving)))
        if count := len({*self.post.links, *(_LINK.findall(self.post.text) if "://" in self.post.text else ())}):
            self.notes.append(Note("", f"{count} linked page{'s were' if count > 1 else ' was'} not opened."))
        self.notes += hearsay.told(self.sightings)
        for index in self.docket.later:
            clause = self.docket.entries[index].clause
            self.notes.append(Note(clause.clause, f"Weighed at publication: {clause.label}."))


def _read_alone(signals: Sequence[Signal]) -> bool:
    """Whether a reading of the post as a whole saw something, and no pattern did."""
    return bool(signals) and all(signal.how.startswith("learned") for signal in signals)


def _why(entry: Entry, label: str) -> str:
    where = "; ".join(f"{c.name} is {c.value}" for c in entry.conditions)
    if not label:
        return f"The conditions alone decide: {where}."
    return f"Seen: {label}{' (' + where + ')' if where else ''}."


def _savings_that_hold(policy: Policy, known: Situation, seen: Collection[str]) -> tuple[Saving, ...]:
    """The law's own savings that what was `seen` calls up."""
    called = (saving for saving in policy.savings if SAVINGS.on and any(concept in seen for concept in saving.seen))
    return tuple(saving for saving in called if holds(saving.when, known))


def _saved_by(policy: Policy, saving: Saving) -> str:
    """The law that saves, by its name, under the policy's own savings clause where it has one."""
    names = {citation.cite: citation.name for citation in policy.citations}
    own = next((clause.clause for clause in policy.clauses if clause.savings), "")
    return f"{own + ' gives way to law. ' if own else ''}{names.get(saving.cite, saving.cite)}: {saving.says}"


@lru_cache(maxsize=32)
def _clause_order(policy: Policy) -> dict[str, int]:
    return {clause.clause: index for index, clause in enumerate(policy.clauses)}


@lru_cache(maxsize=32)
def version_of(policy: Policy) -> PolicyVersion:
    """Which version of which policy this is, with the banner that its standing asks for."""
    manifest = policy.manifest
    banner = ""
    if manifest.status == "unproved":
        banner = (
            f"Adoption is not proved: {manifest.status_note} Judged from the printed effective date, "
            f"{manifest.effective}. It can support no case."
        )
    return PolicyVersion(policy.id, manifest.version, policy.hash, policy.readings_hash, manifest.status, banner)

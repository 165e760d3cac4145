"""All flags of one post, one outcome, and what could not be checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from postorders.plain import EMPTY
from postorders.policy.vocabulary import Effect
from postorders.posts.context import Context
from postorders.posts.post import Post
from postorders.signals.signal import Signal

Outcome = Literal["clear", "incomplete", "advise", "ask", "hold"]
OUTCOMES: tuple[Outcome, ...] = ("clear", "incomplete", "advise", "ask", "hold")
Held = Literal["held", "not held", "unknown"]


@dataclass(frozen=True, slots=True)
class Question:
    """A fact that only the author knows: the concept, the question in words, and what it is about."""

    fact: str
    asks: str
    about: Literal["media", "author", "words"] = "media"


@dataclass(frozen=True, slots=True)
class Unchecked:
    """Something that could not be examined, and why."""

    what: str
    why: str


@dataclass(frozen=True, slots=True)
class Span:
    """Matched words at [start, end), in code points of the original `field`."""

    start: int
    end: int
    text: str
    field: str = "text"
    how: str = ""


@dataclass(frozen=True, slots=True)
class Witnessed:
    """What a witness said when asked about one clause: it quoted words of the post (`span`), had nothing to quote,
    gave an answer that was discarded because the post does not bear it out, or stayed silent."""

    clause: str
    came_to: Literal["quoted", "nothing", "discarded", "silent"]
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Sightings:
    """What detection hands to the judge: signals, the labels of their concepts, the questions that exist,
    what was not examined, the hashes that say which patterns and weights looked, and what a witness said
    where one was called (`engine["witness"]` names it)."""

    signals: tuple[Signal, ...] = ()
    labels: Mapping[str, str] = EMPTY
    questions: tuple[Question, ...] = ()
    unexamined: tuple[Unchecked, ...] = ()
    engine: Mapping[str, str] = EMPTY
    witnessed: tuple[Witnessed, ...] = ()


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of a clause: what it wants, what is the case ("" if nobody said), and whether it held."""

    name: str
    wants: tuple[str, ...]
    value: str
    result: Held


@dataclass(frozen=True, slots=True)
class Cap:
    """Why a flag is weaker than its clause's effect."""

    to: Effect
    because: str


@dataclass(frozen=True, slots=True)
class Weighed:
    """A permission of the right kind that was weighed for a clause, and why it does not fit ("" if it does)."""

    permission: str
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class Flag:
    """What the machine says under one clause, because of one concept. It is a citation, never a finding."""

    clause: str
    label: str
    effect: Effect
    concept: str = ""
    spans: tuple[Span, ...] = ()
    why: str = ""
    conditions: tuple[Condition, ...] = ()
    caps: tuple[Cap, ...] = ()
    lifted_by: Any = "nobody"
    weighed: tuple[Weighed, ...] = ()
    remedy: str = ""
    law: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Pointer:
    """A clause that only a person can judge, and why it may bear on the post."""

    clause: str
    label: str
    concept: str
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """Something to know that changes no outcome."""

    clause: str
    says: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A question whose answer could change the outcome, and the clauses it bears on."""

    fact: str
    asks: str
    clauses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lifted:
    """A clause that would have flagged and was lifted by a permission."""

    clause: str
    label: str
    concept: str
    permission: str
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """One clause in the trace: its conditions, and what came of it."""

    clause: str
    conditions: tuple[Condition, ...]
    came_to: str


@dataclass(frozen=True, slots=True)
class PolicyVersion:
    """Which version judged: its id, date, hashes and standing."""

    id: str
    version: str
    hash: str
    readings: str
    status: str
    banner: str = ""


@dataclass(frozen=True, slots=True)
class Basis:
    """All that is needed, beside the policy, to judge a post again to the same bytes."""

    post: Post
    context: Context
    sightings: Sightings


@dataclass(frozen=True, slots=True)
class Judgment:
    """The judgment of one post: what `postorders check` prints for it."""

    id: str
    policy: PolicyVersion
    as_of: str
    account: str
    outcome: Outcome
    flags: tuple[Flag, ...] = ()
    lifted: tuple[Lifted, ...] = ()
    for_a_person: tuple[Pointer, ...] = ()
    unchecked: tuple[Unchecked, ...] = ()
    questions: tuple[Asked, ...] = ()
    notes: tuple[Note, ...] = ()
    engine: Mapping[str, str] = EMPTY
    basis: Basis | None = None
    trace: tuple[Step, ...] | None = None

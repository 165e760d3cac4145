"""Fulton Grove's police, all invented, and short ways to judge a post by an order of theirs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from postorders.judge.judge import judge
from postorders.judge.judgment import Judgment, Question, Sightings
from postorders.plain import from_plain
from postorders.policy.clause import Clause
from postorders.policy.policy import Approver, Manifest, Party, PermissionKind, Policy, Saving
from postorders.policy.reading import Reading
from postorders.posts.context import Context
from postorders.posts.permission import Delegation, Permission
from postorders.posts.post import Media, Post
from postorders.signals.signal import Lowering, Signal

CHIEF, LIEUTENANT, PIO, ATTORNEY = "Adaeze Whitlow", "Marisol Tran", "Devon Hatcher", "Ottilie Brandvold"
TODAY = "2026-03-02"
ON_THEIR_OWN = Context()
PATCH = Question("patch-visible", "Is the department's patch visible in the picture?")
WORDS = Question("words-in-picture", "Are there words in the picture?", "words")
UNDERCOVER = Question("undercover-work", "Do you work undercover, or will you?", "author")

MANIFEST = Manifest(
    policy="order-12",
    title="Words in public (Order 12)",
    department="Fulton Grove Police Department",
    version="2025-01-01",
    effective="2025-01-01",
    sections=(),
    who={
        "member": Party("every member"),
        "undercover-officer": Party("an undercover officer", {"class": ("officer",), "undercover-work": ("yes",)}),
        "poster": Party("who posts for the department", {"account": ("official",)}),
        "chief": Party("the Chief", posts=False),
    },
    approvers={
        "chief": Approver("the Chief of Police"),
        "designee": Approver("whom the Chief names", needs="delegation"),
        "sergeant": Approver("the member's sergeant"),
        "captain": Approver("the member's captain"),
        "chain": Approver("the chain of command", any_of=("sergeant", "captain", "chief")),
    },
    permissions=(PermissionKind("number-release", "Release of a number", "12.4", ("chief", "designee"), "written"),),
)
RELEASE = {"permission": "number-release", "by": ["chief", "designee"], "form": "written"}


def clause(name: str = "12.4", **given: Any) -> Clause:
    """A clause as a pack would write it: a ban on numbers, but for what is `given`."""
    usual: dict[str, Any] = {
        "label": "numbers of people",
        "says": "No numbers.",
        "kind": "prohibition",
        "binds": ["member"],
        "effect": "hold",
        "remedy": "Leave the number out.",
        "done_by": ["draft-check"],
    }
    if not given.get("for_a_person") and given.get("flags_on") != "conditions":
        usual["looks_for"] = ["ssn"]
    made: Clause = from_plain(Clause, {"clause": name, **usual, **given})
    return made


def order(*clauses: Clause, readings: Sequence[Reading] = (), savings: Sequence[Saving] = (), **given: Any) -> Policy:
    """Order 12 with these clauses."""
    return Policy(replace(MANIFEST, **given), clauses, tuple(readings), savings=tuple(savings))


def reading(**given: Any) -> Reading:
    """A reading of 12.4 that the department's attorney has signed."""
    usual = {"status": "signed", "signed_by": ATTORNEY, "signed_on": "2025-06-01"}
    return Reading(
        **{"reading": "r", "clauses": ("12.4",), "question": "How far?", "proposed": "So far.", **usual, **given}
    )


def official(text: str = "Her number is 512-00-1234.", **given: Any) -> Post:
    """A post by Devon Hatcher on the department's account."""
    return Post(**{"id": "p-1", "text": text, "account": "official", "author": "dhatcher", **given})


def personal(text: str = "Her number is 512-00-1234.", **given: Any) -> Post:
    """A post by Marisol Tran on her own account."""
    return Post(**{"id": "p-2", "text": text, "account": "personal", "author": "mtran", **given})


def photo(**given: str) -> Media:
    """A picture with nothing said of it."""
    return Media("photo", **given)


def seen(*what: str | Signal, questions: Sequence[Question] = (PATCH, WORDS, UNDERCOVER), **given: Any) -> Sightings:
    """Sightings of these concepts, each in the first three letters of the text."""
    signals = tuple(one if isinstance(one, Signal) else Signal(one, "text", 0, 3, "Her", f"{one}/1") for one in what)
    labels = {signal.concept: f"words of {signal.concept}" for signal in signals}
    return Sightings(signals, labels, tuple(questions), **given)


def lowered(concept: str, by: str) -> Signal:
    """A sighting whose force a protective concept takes."""
    return Signal(concept, "text", 0, 3, "Her", f"{concept}/1", lowered=(Lowering(by, 4, 10, "number"),))


def leave(**given: Any) -> Permission:
    """Written leave from the Chief for the release of a number, standing for 2026."""
    usual = {"kind": "number-release", "granted_by": "chief", "granted_by_name": CHIEF, "form": "written"}
    return Permission(**{"id": "leave-7", **usual, "start": "2026-01-01", "end": "2026-12-31", **given})


def delegation(**given: str) -> Delegation:
    """The paper that makes Lt. Tran the Chief's designee."""
    return Delegation(**{"by": CHIEF, "start": "2025-07-01", **given})


def judged(
    policy: Policy, sightings: Sightings, post: Post | None = None, context: Context = ON_THEIR_OWN, **given: Any
) -> Judgment:
    """What the order says of a post."""
    return judge(post or official(), sightings, policy, context, **{"as_of": TODAY, **given})


def holding(*permissions: Permission, **given: Any) -> Context:
    """A moment in which these permissions are held."""
    return Context(permissions=permissions, **given)

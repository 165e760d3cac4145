"""Runs the examples of a pack: each clause's own posts are its first tests."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from postorders.policy.clause import Clause, Example
from postorders.policy.policy import Policy
from postorders.posts.context import Context
from postorders.posts.post import Media, Post
from postorders.screening.checker import Checker, Reads
from postorders.signals.concept import Ready
from postorders.signals.detect import Detector

Wanted = Literal["flags", "points", "passes", "known_misses"]
_NOT_MET: Mapping[Wanted, str] = {
    "flags": "It should be flagged, and is not.",
    "points": "It should be pointed at, and is not.",
    "passes": "It should pass, and does not.",
    "known_misses": "It is caught now. Move it to 'flags' or 'points'.",
}


@dataclass(frozen=True, slots=True)
class Ran:
    """One example and what came of it. `met` is false when the clause did otherwise than the pack says."""

    clause: str
    wanted: Wanted
    text: str
    met: bool
    what: str = ""


class Runner:
    """Runs the examples of one policy's clauses, each in the clause's own situation."""

    def __init__(self, policy: Policy, concepts: tuple[Ready, ...], reading: Reads | None = None) -> None:
        self.policy = policy
        self._concepts = concepts
        self._checker = Checker(policy, concepts, reading)
        self._facts = {concept.concept: "no" for concept in concepts if concept.group == "fact"}

    def run(self) -> Iterator[Ran]:
        """Every example of every clause, in the policy's order, and then those of the pack's own patterns."""
        for clause in self.policy.clauses:
            yield from self.run_clause(clause)
        written = [one for one in self.policy.concepts if one.get("patterns") or one.get("regexes")]
        if written:
            detector = Detector(self._concepts, {"email_domains": self.policy.manifest.email_domains})
            for concept in written:
                yield from _own(concept, detector)

    def run_clause(self, clause: Clause) -> Iterator[Ran]:
        """The examples of one clause."""
        for wanted in ("flags", "points", "passes", "known_misses"):
            for example in getattr(clause.examples, wanted):
                yield self._one(clause, wanted, example)

    def _one(self, clause: Clause, wanted: Wanted, example: Example) -> Ran:
        post, context = self.situation(clause, example)
        judgment = self._checker.check(post, context, self.policy.manifest.effective)
        flagged = {flag.clause for flag in judgment.flags} | {
            note.clause for note in judgment.notes if _noted(note.says)
        }
        pointed = {pointer.clause for pointer in judgment.for_a_person}
        did = clause.clause in flagged or clause.clause in pointed
        should = wanted in ("flags", "points")
        met = did == should
        return Ran(clause.clause, wanted, example.text, met, "" if met else _NOT_MET[wanted])

    def situation(self, clause: Clause, example: Example) -> tuple[Post, Context]:
        """The post and context of an example: what is given, else what the clause's own conditions want."""
        given: Mapping[str, tuple[str, ...]] = {**clause.examples.given, **example.given}
        wants = {name: values[0] for name, values in clause.when.items()}
        said = wants | {name: values[0] for name, values in given.items()}
        media = (Media(said["media"]),) if "media" in said else ()
        post = Post(
            "example", example.text, account=said.get("account", "personal"), media=media,
            third_party=said.get("third-party") == "yes",
        )  # fmt: skip
        facts = self._facts | {name: value for name, value in said.items() if name in self._facts}
        context = Context(
            said.get("moment", "draft"), said.get("duty", ""), said.get("device", ""), said.get("class", ""),
            tuple([said["role"]] if "role" in said else ()), facts=facts,
        )  # fmt: skip
        return post, context


def _own(concept: Mapping[str, Any], detector: Detector) -> Iterator[Ran]:
    """The examples of one of the pack's own concepts that patterns see."""
    name, examples = str(concept["concept"]), concept.get("examples", {})
    lists: tuple[tuple[Wanted, str], ...] = (
        ("flags", "sees"),
        ("passes", "passes"),
        ("known_misses", "known_misses"),
    )
    for wanted, key in lists:
        for text in examples.get(key, ()):
            did = any(one.concept == name and not one.lowered for one in detector.detect(Post("example", text)))
            met = did == (wanted == "flags")
            yield Ran(f"concept {name}", wanted, text, met, "" if met else _NOT_MET[wanted])


def _noted(says: str) -> bool:
    return not says.startswith("Weighed at publication")

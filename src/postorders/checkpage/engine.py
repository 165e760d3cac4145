"""What the page asks of Python in the browser: JSON in, JSON out, standard library only."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from postorders.errors import InputError, refuse
from postorders.judge.form import as_line
from postorders.judge.judge import judge
from postorders.judge.judgment import Judgment, Sightings
from postorders.plain import revive
from postorders.policy.library import revived
from postorders.policy.policy import Policy
from postorders.posts.context import Context
from postorders.posts.fields import flaw
from postorders.posts.given import read_context
from postorders.posts.leave import read_permissions
from postorders.posts.permission import Permission
from postorders.posts.post import Post
from postorders.screening.checker import Checker
from postorders.signals.concept import Ready
from postorders.signals.learned.encoder import Output
from postorders.signals.learned.reader import Reader
from postorders.signals.learned.weights import ORDER, from_data

HERE = "this page"

Steps = Generator[list[list[int]], Sequence[Output], dict[str, Any]]


class Engine:
    """The policies of one page, ready to answer. Of what it is asked it keeps only the check that is under way."""

    def __init__(self, bundle: str) -> None:
        data: dict[str, Any] = json.loads(bundle)
        self._concepts: tuple[Ready, ...] = revive(tuple[Ready, ...], data["concepts"])
        self._own: dict[str, tuple[Ready, ...]] = revive(Mapping[str, tuple[Ready, ...]], data.get("own", {}))
        versions = (revived(policy) for policy in data["policies"])
        self._policies = sorted(versions, key=lambda policy: policy.manifest.effective, reverse=True)
        every = (*self._concepts, *(one for some in self._own.values() for one in some))
        self._asked = {one.concept: one for one in every if one.asks}
        self._facts = frozenset(one.concept for one in every if one.group == "fact")
        self._checkers: dict[tuple[str, bool], Checker] = {}
        self._reader: Reader | None = None
        self._steps: Steps | None = None

    def answer(self, request: str) -> str:
        """The answer to `{"do": name, ...}`, or `{"problems": [...]}` in words, as JSON."""
        asked: dict[str, Any] = json.loads(request)
        able: dict[str, Callable[..., Any]] = {
            "about": self._about,
            "check": self._check,
            "read-on": self._go_on,
            "stop": self._stop,
            "reader": self._take,
            "no-reader": self._leave,
            "permissions": self._held,
        }
        do = able[asked.pop("do")]
        try:
            return json.dumps(do(**asked), ensure_ascii=False)
        except InputError as error:
            return json.dumps({"problems": [str(problem) for problem in error.problems]}, ensure_ascii=False)

    def _about(self) -> dict[str, Any]:
        """The policies by id, newest version first, and the facts that can be asked for."""
        policies: dict[str, Any] = {}
        for policy in self._policies:
            names = {"title": policy.manifest.title, "department": policy.manifest.department}
            policies.setdefault(policy.id, names | {"id": policy.id})
        asks = {name: {"asks": one.asks, "about": one.about or "media"} for name, one in self._asked.items()}
        return {"policies": list(policies.values()), "facts": asks}

    def _check(
        self,
        policy: str,
        post: dict[str, Any],
        context: Mapping[str, Any],
        as_of: str,
        permissions: object = (),
        alone: bool = False,
    ) -> dict[str, Any]:
        """The judgment as the line that `postorders check --format jsonl` prints, and what its clauses say.

        With a reader, first `{"batch": lists of ids}`: "read-on" brings what the encoder says of them. `alone` asks
        for the judgment by patterns alone, while a long draft is being read.
        """
        version = self._in_force(policy, as_of)
        held = self._read(permissions)
        said = read_context(context, HERE, Context(), self._facts)
        given = _post(post), replace(said, permissions=held), as_of
        if alone:
            return self._stepped(self._judged(version, None, *given))[1]
        self._steps = self._judged(version, self._reader, *given)
        return self._step(None)

    def _go_on(self, outputs: list[dict[str, Any]]) -> dict[str, Any]:
        """What `check` gives, from the encoder's outputs for its last batch, each `{"logits", "pooled", "tags"}`."""
        return self._step([Output(**one) for one in outputs])

    def _stop(self) -> dict[str, Any]:
        """Forgets the check that is under way."""
        self._steps = None
        return {}

    def _step(self, outputs: list[Output] | None) -> dict[str, Any]:
        steps, self._steps = self._steps, None
        if steps is None:
            raise refuse("No check is under way.", "Check the draft again.", HERE)
        self._steps, said = self._stepped(steps, outputs)
        return said

    def _stepped(self, steps: Steps, outputs: list[Output] | None = None) -> tuple[Steps | None, dict[str, Any]]:
        try:
            return steps, {"batch": next(steps) if outputs is None else steps.send(outputs)}
        except StopIteration as ended:
            return None, ended.value

    def _judged(self, version: Policy, reader: Reader | None, post: Post, context: Context, as_of: str) -> Steps:
        (seen,) = yield from self._checker(version, reader).look([post], [context])
        judgment = judge(post, seen, version, context, as_of)
        return {"line": as_line(judgment), "clauses": _clauses(version, judgment), "learned": self._learned(seen)}

    def _learned(self, seen: Sightings) -> dict[str, Any]:
        """By concept, how sure the reading is at best, and of ten such marks how many were right when measured."""
        heads = self._reader.weights.by_name if self._reader else {}
        found: dict[str, Any] = {}
        for sure in reversed(ORDER):
            for name in {one.concept for one in seen.signals if one.how.startswith("learned") and one.sure == sure}:
                right = heads[name].right.get(sure)
                found[name] = {"sure": sure, "of_ten": None if right is None else int(right * 10 + 0.3)}
        return found

    def _take(self, weights: str, vocabulary: str) -> dict[str, Any]:
        """Takes up the reading aids: the text of `weights.json`, and that of the vocabulary."""
        digest = hashlib.sha256(weights.encode()).hexdigest()
        try:
            self._reader = Reader(from_data(json.loads(weights), vocabulary.splitlines(), digest))
        except (ValueError, KeyError, TypeError) as error:
            what = f"The reading aids are not of the form that this page knows ({error!r})."
            raise refuse(what, "Tell your department.", HERE) from None
        return {"reader": digest}

    def _leave(self) -> dict[str, Any]:
        """Goes on with patterns alone."""
        self._reader = self._steps = None
        return {"reader": ""}

    def _held(self, policy: str, permissions: object) -> dict[str, Any]:
        """The permissions, checked, each with the label of its kind under the policy ("" if it has no such kind)."""
        newest = next((one for one in self._policies if one.id == policy), self._policies[0])
        labels = {kind.kind: kind.label for kind in newest.manifest.permissions}
        held = self._read(permissions)
        return {"permissions": [one.to_dict() | {"label": labels.get(one.kind, "")} for one in held]}

    def _read(self, permissions: object) -> tuple[Permission, ...]:
        return tuple(read_permissions(permissions, HERE)) if permissions else ()

    def _in_force(self, policy: str, as_of: str) -> Policy:
        versions = [one for one in self._policies if one.id == policy]
        if current := next((one for one in versions if one.manifest.effective <= as_of), None):
            return current
        first = versions[-1].manifest.effective
        raise refuse(f"No version of {policy} was in force on {as_of}.", f"Choose a date from {first} on.", HERE)

    def _checker(self, policy: Policy, reader: Reader | None) -> Checker:
        key = policy.hash, reader is not None
        if key not in self._checkers:
            concepts = (*self._concepts, *self._own.get(policy.hash, ()))
            self._checkers[key] = Checker(policy, concepts, reader=reader)
        return self._checkers[key]


def _post(data: dict[str, Any]) -> Post:
    """The post, refused where its words are no text."""
    post = Post.from_dict(data)
    for field, words in post.passages():
        if wrong := flaw(words):
            raise refuse(f"The {field} {wrong[0]}.", wrong[1], HERE)
    return post


def _clauses(policy: Policy, judgment: Judgment) -> dict[str, Any]:
    """What each clause that the judgment names says, in the pack's own paraphrase."""
    named = dict.fromkeys(
        (
            *(flag.clause for flag in judgment.flags),
            *(one.clause for one in judgment.lifted),
            *(pointer.clause for pointer in judgment.for_a_person),
            *(note.clause for note in judgment.notes),
        )
    )
    found = (policy.by_id[name] for name in named if name in policy.by_id)
    return {clause.clause: {"label": clause.label, "says": clause.says, "kind": clause.kind} for clause in found}

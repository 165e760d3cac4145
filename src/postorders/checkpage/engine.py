"""What the page asks of Python in the browser: JSON in, JSON out, standard library only."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from postorders.errors import InputError, refuse
from postorders.judge.form import as_line
from postorders.judge.judgment import Judgment
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

HERE = "this page"


class Engine:
    """The policies of one page, ready to answer. It keeps nothing of what it is asked."""

    def __init__(self, bundle: str) -> None:
        data: dict[str, Any] = json.loads(bundle)
        self._concepts: tuple[Ready, ...] = revive(tuple[Ready, ...], data["concepts"])
        versions = (revived(policy) for policy in data["policies"])
        self._policies = sorted(versions, key=lambda policy: policy.manifest.effective, reverse=True)
        self._facts = frozenset(one.concept for one in self._concepts if one.group == "fact")
        self._checkers: dict[str, Checker] = {}

    def answer(self, request: str) -> str:
        """The answer to `{"do": name, ...}`, or `{"problems": [...]}` in words, as JSON."""
        asked: dict[str, Any] = json.loads(request)
        able: dict[str, Callable[..., Any]] = {
            "about": self._about,
            "check": self._check,
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
        asks = {one.concept: {"asks": one.asks, "about": one.about or "media"} for one in self._concepts if one.asks}
        return {"policies": list(policies.values()), "facts": asks}

    def _check(
        self,
        policy: str,
        post: dict[str, Any],
        context: Mapping[str, Any],
        as_of: str,
        permissions: object = (),
    ) -> dict[str, Any]:
        """The judgment as the line that `postorders check --format jsonl` prints, and what its clauses say."""
        version = self._in_force(policy, as_of)
        held = self._read(permissions)
        said = read_context(context, HERE, Context(), self._facts)
        judgment = self._checker(version).check(_post(post), replace(said, permissions=held), as_of)
        return {"line": as_line(judgment), "clauses": _clauses(version, judgment)}

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

    def _checker(self, policy: Policy) -> Checker:
        return self._checkers.setdefault(policy.hash, Checker(policy, self._concepts))


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

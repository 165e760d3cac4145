"""What a run is told besides the posts, and the checkers that follow from it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from postorders.judge.judge import version_of
from postorders.plain import to_plain
from postorders.policy.library import latest
from postorders.policy.policy import Policy
from postorders.posts.context import Context
from postorders.screening.checker import Checker
from postorders.signals.learned.reading import installed
from postorders.signals.own import concepts_of


@dataclass(frozen=True, slots=True)
class Case:
    """The versions of a policy, the earliest first, and what holds for every post of a run.

    A post is judged as of `as_of`, else of its own date, else of `day`. `account` is for posts that do not say
    theirs, `context` for what they do not say of the person and the moment. It travels to every process.
    """

    policies: tuple[Policy, ...]
    day: str
    as_of: str = ""
    account: str = ""
    third_party: bool = False
    context: Context = field(default_factory=Context)
    patterns_only: bool = False
    with_text: bool = False

    def said(self) -> dict[str, Any]:
        """All of it that decides what comes out, the policies by their hashes, as plain data."""
        return {
            "policy": [to_plain(version_of(policy)) for policy in self.policies],
            "as_of": self.as_of,
            "account": self.account,
            "third_party": self.third_party,
            "context": self.context.to_dict(),
            "patterns_only": self.patterns_only,
            "with_text": self.with_text,
        }


def checker_for(policy: Policy, patterns_only: bool) -> Checker:
    """The checker of one version: every process of a run makes its checkers here, and nowhere else."""
    return Checker(policy, concepts_of(policy), None if patterns_only else installed())


class Checkers:
    """A checker for each version of a policy, made when a post first needs it."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self._made: dict[str, Checker] = {}

    def on(self, as_of: str) -> Checker:
        """The checker of the version in force on an ISO date. Raises InputError when none is."""
        policy = latest(self._case.policies, as_of)
        if policy.hash not in self._made:
            self._made[policy.hash] = checker_for(policy, self._case.patterns_only)
        return self._made[policy.hash]

    def engine(self) -> dict[str, str]:
        """The hashes that say which concepts and weights look, under the latest version."""
        return dict(self.on(self._case.policies[-1].manifest.effective).engine)

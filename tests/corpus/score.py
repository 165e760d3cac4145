"""How well the shipped patterns do on the corpus, clause by clause: `python -m tests.corpus.score` writes the page."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from postorders.known import known
from postorders.policy.library import TEMPLATES, read
from postorders.policy.policy import Policy
from postorders.posts.context import Context
from postorders.posts.post import Media, Post
from postorders.screening.checker import Checker, Reads
from postorders.signals.library import shipped

HERE = Path(__file__).parent
PAGE = HERE.parent.parent / "docs" / "reference" / "pattern-scores.md"
POLICIES = ("raymore-8", "kcpd-261")
HALVES = ("open", "held")

INTRODUCTION = """\
# How well the patterns do

Every post of the corpus in `tests/corpus/` is invented, and was labeled by its meaning before any pattern existed. The
patterns were written against the *open* half. The *held* half was kept away from that work, so it is the one to believe:
where the open half does much better, the patterns have learned its wordings, and new posts will fare as the held ones do.

Patterns see wordings, not meanings: they miss much, most of all what is only implied, and a post that comes out clear
may still break a clause. That is why a judgment says what was looked for, and why a person decides.

*Recall* is the share of the posts that should be flagged under a clause and are. *False alarms* are posts flagged
under a clause that should not be, with the number of posts that are flagged under it at all.
"""


@dataclass
class Score:
    """Posts that should be named under a clause, those that are, and those that are and should not be."""

    wanted: int = 0
    found: int = 0
    false: int = 0

    @property
    def recall(self) -> str:
        """The share found, with the counts behind it."""
        return f"{self.found / self.wanted:.0%} ({self.found}/{self.wanted})" if self.wanted else "none to find"

    @property
    def alarms(self) -> str:
        """False alarms among all that was named."""
        return f"{self.false} of {self.found + self.false}"


@dataclass
class Scores:
    """The scores of one policy on one half of the corpus."""

    flags: dict[str, Score] = field(default_factory=dict)
    points: dict[str, Score] = field(default_factory=dict)
    clean: int = 0  # posts that break no clause
    alarmed: int = 0  # of these, those that are flagged all the same

    def whole(self) -> Score:
        """All clauses that flag together."""
        total: Counter[str] = Counter()
        for score in self.flags.values():
            total.update(wanted=score.wanted, found=score.found, false=score.false)
        return Score(total["wanted"], total["found"], total["false"])


def records(half: str) -> Iterator[dict[str, Any]]:
    """The posts of one half, without the header lines."""
    for path in sorted((HERE / half).glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines()[1:]:
            yield json.loads(line)


def situation(record: dict[str, Any], facts: frozenset[str]) -> tuple[Post, Context]:
    """The post and context of a record; a fact that it does not give is answered with no."""
    given = record["given"]
    media = (Media(given["media"]),) if "media" in given else ()
    third_party = given.get("third-party") == "yes"
    post = Post(record["id"], record["text"], account=record["account"], media=media, third_party=third_party)
    answers = {fact: given.get(fact, "no") for fact in facts}
    context = Context(
        given.get("moment", "draft"),
        given.get("duty", ""),
        given.get("device", ""),
        given.get("class", ""),
        facts=answers,
    )
    return post, context


def score(policy: Policy, half: str, reading: Reads | None = None) -> Scores:
    """One policy on one half, by patterns alone or with `reading` too."""
    checker = Checker(policy, shipped(), reading)
    facts = frozenset(concept.concept for concept in shipped() if concept.group == "fact")
    scores = Scores(
        {clause.clause: Score() for clause in policy.clauses if clause.can_flag and clause.effect != "inform"},
        {clause.clause: Score() for clause in policy.clauses if clause.for_a_person},
    )
    for record in records(half):
        post, context = situation(record, facts)
        judgment = checker.check(post, context, "2026-11-01")
        wanted, got = set(record["expect"][policy.id]), {flag.clause for flag in judgment.flags}
        _count(scores.flags, wanted, got)
        scores.clean += not wanted
        scores.alarmed += not wanted and bool(got & scores.flags.keys())
        _count(scores.points, set(record["for_a_person"][policy.id]), {one.clause for one in judgment.for_a_person})
    return scores


def _count(scores: dict[str, Score], wanted: set[str], got: set[str]) -> None:
    for clause, one in scores.items():
        one.wanted += clause in wanted
        one.found += clause in wanted & got
        one.false += clause in got - wanted


def page() -> str:
    """The whole page."""
    parts = [INTRODUCTION]
    for name in POLICIES:
        policy = read(TEMPLATES / name, known)
        open_, held = (score(policy, half) for half in HALVES)
        parts += [f"## {policy.manifest.title}\n", _table(policy, open_.flags, held.flags, open_.whole(), held.whole())]
        parts += ["Clauses that only a person can judge, and that a post is pointed to:\n"]
        parts += [_table(policy, open_.points, held.points)]
    return "\n".join(parts)


def _table(policy: Policy, open_: dict[str, Score], held: dict[str, Score], *wholes: Score) -> str:
    head = "| clause | | recall, open | recall, held | false alarms, open | false alarms, held |\n|---|---|---|---|---|---|\n"
    rows = [(clause, policy.by_id[clause].label, open_[clause], held[clause]) for clause in open_]
    rows += [("**all**", "", *wholes)] if wholes else []
    return head + "".join(
        f"| {c} | {label} | {o.recall} | {h.recall} | {o.alarms} | {h.alarms} |\n" for c, label, o, h in rows
    )


def main() -> None:
    """Writes the page."""
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(page(), encoding="utf-8")
    print(f"Wrote {PAGE.relative_to(HERE.parent.parent)}.")


if __name__ == "__main__":
    main()

"""How cost grows with the number of patterns: the pack as it is, with 4 times and with 16 times its patterns.

The added patterns are copies in which each uncommon word is exchanged for one about as common in the posts
measured, so that they are set off, tried and matched as often as real ones are.
`python -m benchmarks.growth TIMES COUNT` measures one size in this process.
"""

from __future__ import annotations

import json
import re
import sys
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from benchmarks.pack import policy
from benchmarks.posts import posts
from postorders.policy.policy import Policy
from postorders.posts.context import Context
from postorders.posts.post import Post
from postorders.screening.checker import Checker
from postorders.signals.concept import Concept, Ready
from postorders.signals.load import concept_files, load_concepts, make_ready

TIMES = (1, 4, 16)
POSTS = 4_000
_WORD = re.compile(r"(?<![{<\w'-])[a-z]{4,}(?![\w'-]*[}>])")


def measure() -> list[dict[str, Any]]:
    """Each size, in a process of its own."""
    from benchmarks.speed import in_own_process

    return [in_own_process("benchmarks.growth", "postorders", str(times), str(POSTS)) for times in TIMES]


def one(times: int, count: int) -> dict[str, Any]:
    """One size in this process; seconds are CPU seconds."""
    concepts = grown(load_concepts(concept_files()), times)
    checker = Checker(wider(policy(), concepts, times), concepts)
    context, texts = Context(), [Post(str(n), text, account="personal") for n, text in enumerate(posts(count))]
    for post in texts[: count // 4]:
        checker.check(post, context, "2026-01-15")
    began = time.process_time()
    for post in texts:
        checker.check(post, context, "2026-01-15")
    seconds = time.process_time() - began
    patterns = sum(len(concept.patterns) for concept in concepts)
    return {
        "times": times,
        "patterns": patterns,
        "posts": count,
        "posts_per_second": round(count / seconds),
        "microseconds_per_post": round(seconds / count * 1e6),
    }


def grown(concepts: tuple[Concept, ...], times: int) -> tuple[Ready, ...]:
    """The concepts and `times` - 1 copies of each that has phrases, named `threat~1` and so on."""
    ranks = _by_rank(concepts)
    copies = [
        _copy(concept, number, _exchange(ranks, number))
        for number in range(1, times)
        for concept in concepts
        if concept.patterns and concept.group not in ("protective", "fact")
    ]
    return make_ready((*concepts, *copies))


def wider(policy: Policy, concepts: tuple[Ready, ...], times: int) -> Policy:
    """The policy, each clause of which also looks for the copies of what it looks for."""
    names = {concept.concept for concept in concepts}

    def more(some: tuple[str, ...]) -> tuple[str, ...]:
        copies = (f"{name}~{number}" for name in some for number in range(1, times))
        return (*some, *(copy for copy in copies if copy in names))

    clauses = (
        replace(clause, looks_for=more(clause.looks_for), for_a_person=more(clause.for_a_person))
        for clause in policy.clauses
    )
    return replace(policy, clauses=tuple(clauses))


def _by_rank(concepts: tuple[Concept, ...]) -> list[str]:
    """Every longer word of the patterns, from the commonest in the posts to the rarest."""
    met = Counter(re.findall(r"[a-z]+", " ".join(posts(5_000)).lower()))
    phrases = (phrase for c in concepts for some in (c.patterns, *c.sets.values()) for phrase in some)
    return sorted({word for phrase in phrases for word in _WORD.findall(phrase)}, key=lambda w: (-met[w], w))


def _exchange(ranks: list[str], number: int) -> Mapping[str, str]:
    """Each word and the one `number` places further down, round about at the ends of blocks of 64."""
    blocks = [ranks[at : at + 64] for at in range(0, len(ranks), 64)]
    return {word: block[(i + number) % len(block)] for block in blocks for i, word in enumerate(block)}


def _copy(concept: Concept, number: int, exchange: Mapping[str, str]) -> Concept:
    def change(phrases: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(_WORD.sub(lambda match: exchange.get(match.group(), match.group()), one) for one in phrases)

    sets = {name: change(items) for name, items in concept.sets.items()}
    return replace(concept, concept=f"{concept.concept}~{number}", sets=sets, patterns=change(concept.patterns))


if __name__ == "__main__":
    print(json.dumps(one(int(sys.argv[-2]), int(sys.argv[-1])) if len(sys.argv) > 2 else measure()))

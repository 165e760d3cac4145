"""What becomes of whole posts: how many ordinary posts a policy would hold, which clauses are found in posts that were
written for them, and which names the tagger finds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from tests.corpus.score import score

from postorders.known import known
from postorders.policy.library import TEMPLATES, read
from postorders.posts.context import Context
from postorders.posts.post import Post
from postorders.screening.checker import Checker
from postorders.signals.learned.reading import Reading
from postorders.signals.library import shipped
from training import names
from training.rows import Row

POLICIES = ("raymore-8", "kcpd-261")
ON = "2026-06-01"
ORDINARY = ("ordinary-official", "ordinary-accounts")  # how the files with posts that no policy should hold begin


def held(place: Path, rows: Sequence[Row]) -> dict[str, Any]:
    """Of ordinary official posts, how many each policy would hold: with the learned signals and by patterns alone."""
    texts = [row.text for row in rows if row.group.startswith(ORDINARY)]
    reading = Reading(place)
    found: dict[str, Any] = {"posts": len(texts)}
    for name in POLICIES:
        policy = read(TEMPLATES / name, known)
        checkers = {"learned": Checker(policy, shipped(), reading), "patterns": Checker(policy, shipped())}
        for how, checker in checkers.items():
            posts = [Post(str(at), text, account="official") for at, text in enumerate(texts)]
            judged = checker.check_many(posts, [Context()] * len(posts), ON, every=True)
            found[f"{name}, {how}"] = sum(one.outcome == "hold" for one in judged)
    return found


def clauses(place: Path) -> dict[str, Any]:
    """What is flagged in the half of the corpus from which nothing has learned (`tests/corpus/held`)."""
    found: dict[str, Any] = {}
    readings = {"learned": Reading(place), "patterns": None}
    for name in POLICIES:
        policy = read(TEMPLATES / name, known)
        for how, reading in readings.items():
            scores = score(policy, "held", reading)
            found[f"{name}, {how}"] = asdict(scores.whole()) | {"clean": scores.clean, "alarmed": scores.alarmed}
    return found


def names_found(folder: Path, place: Path) -> dict[str, int]:
    """How many names of people stand in tweets and of how many any part is found, and how many the tagger says and how
    many of those are names."""
    marked = list(names.held_out(folder))
    reads = Reading(place).read([text for text, _ in marked], explain=False)
    right = met = wanted = said = 0
    for (_, spans), read_ in zip(marked, reads, strict=True):
        people = [(start, end) for start, end, kind in spans if kind == "person"]
        found = [(start, end) for start, end, kind in read_.names if kind == "person"]
        wanted, said = wanted + len(people), said + len(found)
        right += sum(any(a < end and start < b for start, end in people) for a, b in found)
        met += sum(any(a < end and start < b for a, b in found) for start, end in people)
    return {"people": wanted, "found": met, "said": said, "right": right}

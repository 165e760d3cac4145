"""The corpus is well-formed: enough posts, each labeled with clauses and concepts that exist, its halves apart."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from postorders.policy.policy import Policy
from postorders.signals.library import shipped

FILES = sorted(Path(__file__).parent.glob("*/*.jsonl"))
KEYS = {"id", "account", "text", "concepts", "protective", "given", "expect", "for_a_person", "tags"}
CONTEXT = {"media", "moment", "duty", "device", "class", "third-party"}


def records(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()[1:]]


ALL = [record for path in FILES for record in records(path)]


def test_there_are_enough_posts_in_two_halves_about_equal() -> None:
    sizes = Counter(path.parent.name for path in FILES for _ in records(path))
    assert sum(sizes.values()) >= 400
    assert set(sizes) == {"open", "held"}
    assert abs(sizes["open"] - sizes["held"]) <= 0.1 * len(ALL)


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_file_says_first_what_it_holds(path: Path) -> None:
    first = json.loads(path.read_text(encoding="utf-8").splitlines()[0])
    assert "Invented posts." in first["about"]
    assert first["contains"] == "explicit language"


def test_ids_are_unique_and_no_text_stands_twice() -> None:
    assert len({record["id"] for record in ALL}) == len(ALL)
    assert len({record["text"] for record in ALL if record["text"]}) == len([r for r in ALL if r["text"]])


@pytest.mark.parametrize("record", ALL, ids=lambda record: record["id"])
def test_a_post_is_labeled_with_what_exists(policies: dict[str, Policy], record: dict[str, Any]) -> None:
    assert record.keys() == KEYS
    assert record["text"].strip()
    assert record["account"] in ("official", "personal")
    concepts = {concept.concept: concept.group for concept in shipped()}
    facts = {name for name, group in concepts.items() if group == "fact"}
    assert set(record["concepts"]) <= concepts.keys()
    assert {concepts[name] for name in record["protective"]} <= {"protective"}
    assert set(record["given"]) <= CONTEXT | facts
    for name, policy in policies.items():
        flags, points = record["expect"][name], record["for_a_person"][name]
        assert len({*flags}) == len(flags)
        assert all(policy.by_id[clause].can_flag for clause in flags)
        assert all(policy.by_id[clause].for_a_person for clause in points)


@pytest.mark.parametrize("name", ["raymore-8", "kcpd-261"])
def test_every_clause_that_flags_is_wanted_somewhere(policies: dict[str, Policy], name: str) -> None:
    wanted = {clause for record in ALL for clause in record["expect"][name]}
    flagging = {c.clause for c in policies[name].clauses if c.can_flag and c.effect != "inform"}
    assert wanted == flagging


def test_much_of_it_is_to_be_passed() -> None:
    fine = [record for record in ALL if not any(record["expect"].values())]
    assert len(fine) >= 0.25 * len(ALL)
    assert sum("hard-negative" in record["tags"] for record in ALL) >= 40

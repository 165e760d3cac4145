"""The hash of a version covers what it orders: not how the files are laid out, not examples, not proofs."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.policy.test_load import KNOWN

from postorders.policy.load import load

WORDS, PACK = "12-words.yaml", "pack.yaml"
SAME = {
    "a comment": (WORDS, '- clause: "12.1"', '# said in council\n- clause: "12.1"'),
    "another order of keys": (
        WORDS,
        "  label: meaning of crew\n  says: The people on one shift.\n",
        "  says: The people on one shift.\n  label: meaning of crew\n",
    ),
    "another way to fold": (WORDS, "  says: The people on one shift.", "  says: >-\n    The people\n    on one shift."),
    "another example": (WORDS, "      - No numbers here.", "      - No numbers at all."),
    "who carries it out": (WORDS, "done_by: [glossary]", "done_by: [glossary, policy-text]"),
    "a default written out": (WORDS, "  term: crew\n", "  term: crew\n  effect: inform\n"),
    "an oddity of the source": ("anomalies.yaml", "never used", "rarely used"),
    "a reading": ("readings.yaml", "proposed: No.", "proposed: Yes."),
}
OTHER = {
    "what a clause says": (WORDS, "The people on one shift.", "The people on two shifts."),
    "its effect": (WORDS, "effect: hold", "effect: advise"),
    "its conditions": (WORDS, "when: {account: official}", "when: {}"),
    "what it looks for": (WORDS, "looks_for: [guilt-statement]", "looks_for: [guilt-statement, ssn]"),
    "who lifts it": (WORDS, "by: [chief, designee], form: written}", "by: [chief], form: written}"),
    "its id": (WORDS, 'clause: "12.1"', 'clause: "12.0"'),
    "its remedy": (WORDS, "Crop the picture.", "Cut the picture."),
    "its legal risk": (WORDS, "risk: 2", "risk: 1"),
    "the date": (PACK, 'effective: "2025-01-01"', 'effective: "2025-01-02"'),
    "who is bound": (PACK, "when: {class: officer, undercover-work", "when: {class: reserve, undercover-work"),
    "the law": ("../law-grove/law.yaml", "caps: advise", "caps: ask"),
}


def change(order: Path, name: str, old: str, new: str) -> None:
    text = (order / name).read_text()
    assert old in text
    (order / name).write_text(text.replace(old, new, 1))


@pytest.mark.parametrize(("name", "old", "new"), SAME.values(), ids=SAME)
def test_it_stays(order: Path, name: str, old: str, new: str) -> None:
    before = load(order, KNOWN).hash
    change(order, name, old, new)
    assert load(order, KNOWN).hash == before


@pytest.mark.parametrize(("name", "old", "new"), OTHER.values(), ids=OTHER)
def test_it_changes(order: Path, name: str, old: str, new: str) -> None:
    before = load(order, KNOWN).hash
    change(order, name, old, new)
    assert load(order, KNOWN).hash != before


def test_readings_have_a_hash_of_their_own(order: Path) -> None:
    before = load(order, KNOWN)
    change(order, *SAME["a reading"])
    after = load(order, KNOWN)
    assert (after.hash == before.hash, after.readings_hash == before.readings_hash) == (True, False)

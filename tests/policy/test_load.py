"""A pack with errors is refused with all of them: file, line, column, what is wrong and how to mend it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from postorders.errors import InputError
from postorders.policy.check import Known
from postorders.policy.load import inspect, load

KNOWN = Known(
    concepts=frozenset(
        "ssn guilt-statement identifies-as-member wrongdoing-report patch-visible words-in-picture undercover-work".split()
    ),
    facts=frozenset({"patch-visible", "words-in-picture", "undercover-work"}),
    capabilities=frozenset(
        "policy-text glossary draft-check permission-check fact-questions pointer savings-check".split()
    ),
)
WORDS = "12-words.yaml"

SPOILED: dict[str, list[tuple[str, str, str]]] = {
    "a duplicate key": [(WORDS, "  term: crew\n", "  term: crew\n  term: shift\n")],
    "bad indentation": [(WORDS, "  term: crew\n", "   term: crew\n")],
    "an unclosed quote": [(WORDS, "label: meaning of crew", 'label: "meaning of crew')],
    "an id without quotes": [(WORDS, 'clause: "12.2"', "clause: 12.2")],
    "a date without quotes": [("pack.yaml", 'effective: "2025-01-01"', "effective: 2025-01-01")],
    "a date that is none": [("pack.yaml", 'effective: "2025-01-01"', 'effective: "2025-02-30"')],
    "an unknown field": [(WORDS, "  remedy: Crop the picture.", "  remdy: Crop the picture.")],
    "an unknown kind": [(WORDS, "  kind: definition", "  kind: defnition")],
    "an unknown effect": [(WORDS, "  effect: hold", "  effect: block")],
    "a missing field": [(WORDS, "  label: why this order\n", "")],
    "two missing fields": [
        (WORDS, "  label: why this order\n  says: What members say in public reflects on the department.\n", "")
    ],
    "a list that is no list": [
        (WORDS, "  binds: [member]\n  when: {account: official}", "  binds: {a: b}\n  when: {account: official}")
    ],
    "a map that is no map": [(WORDS, "when: {account: official}", "when: official")],
    "a risk out of range": [(WORDS, "risk: 2", "risk: 4")],
    "an unknown concept": [(WORDS, "looks_for: [guilt-statement]", "looks_for: [guilt-statment]")],
    "an unknown capability": [(WORDS, "done_by: [glossary]", "done_by: [glosary]")],
    "an unknown attribute": [(WORDS, "when: {account: official}", "when: {acount: official}")],
    "an unknown value of an attribute": [(WORDS, "when: {account: official}", "when: {account: oficial}")],
    "a fact that is neither yes nor no": [("pack.yaml", 'undercover-work: "yes"', "undercover-work: perhaps")],
    "an unknown party": [(WORDS, "binds: [undercover-officer]", "binds: [undercover-oficer]")],
    "an unknown approver": [(WORDS, "by: [chief, designee]", "by: [chef, designee]")],
    "an approver of the matrix that is unknown": [("pack.yaml", "by: [chain], form", "by: [chains], form")],
    "an unknown permission kind": [(WORDS, "permission: number-release", "permission: numbers-release")],
    "a permission that nobody gives": [
        (WORDS, "{permission: number-release, by: [chief, designee], form: written}", "number-release")
    ],
    "an unknown form": [(WORDS, "form: written", "form: signed")],
    "an unknown consequence": [(WORDS, "consequence: S-FG", "consequence: S-XX")],
    "an unknown citation": [(WORDS, "cites: [grove-charter]", "cites: [grove-chart]")],
    "a reading of no clause": [("readings.yaml", 'clauses: ["12.5"]', 'clauses: ["12.55"]')],
    "an anomaly of no clause": [("anomalies.yaml", 'clauses: ["12.2"]', 'clauses: ["99"]')],
    "a reference from no clause": [("pack.yaml", 'clauses: ["12.3"]', 'clauses: ["3.12"]')],
    "a permission under no clause": [("pack.yaml", 'clause: "12.4", by', 'clause: "4.12", by')],
    "a clause twice": [(WORDS, 'clause: "12.3"', 'clause: "12.2"')],
    "a definition without a term": [(WORDS, "  term: crew\n", "")],
    "nothing that carries it out": [(WORDS, "  done_by: [glossary]\n", "")],
    "a person's clause that flags": [
        (WORDS, "  for_a_person: [wrongdoing-report]", "  looks_for: [wrongdoing-report]")
    ],
    "a pointer of the engine's": [(WORDS, "  judged_by: person\n", "")],
    "a clause never automated that looks": [(WORDS, "  effect: hold\n", "  effect: hold\n  never_automate: true\n")],
    "an example in an unknown situation": [(WORDS, "given: {account: personal}", "given: {acount: personal}")],
    "a missing section file": [("pack.yaml", "13-equipment.yaml", "14-equipment.yaml")],
    "a missing law": [("pack.yaml", "laws: [law-grove]", "laws: [law-glade]")],
    "unproved without a note": [("pack.yaml", 'version: "2025-01-01"\n', 'version: "2025-01-01"\nstatus: unproved\n')],
    "several errors in several files": [
        (WORDS, "looks_for: [guilt-statement]", "looks_for: [guilt]"),
        (WORDS, "done_by: [glossary]", "done_by: [glossaries]"),
        ("13-equipment.yaml", "device: personal", "device: private"),
        ("readings.yaml", 'clauses: ["12.5"]', 'clauses: ["15.2"]'),
        ("pack.yaml", "by: [chain], form", "by: [chin], form"),
    ],
    "several errors of form": [
        (WORDS, 'clause: "12.1"', "clause: 12.1"),
        (WORDS, "kind: definition", "kind: meaning"),
        ("13-equipment.yaml", "effect: hold", "effect: stop"),
    ],
}


def spoil(order: Path, changes: list[tuple[str, str, str]]) -> None:
    for name, old, new in changes:
        path = order / name
        text = path.read_text(encoding="utf-8")
        assert old in text, old
        path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize("name", SPOILED)
def test_an_error_is_told_with_its_place_and_mend(order: Path, name: str, snapshot: Callable[[str, str], None]) -> None:
    spoil(order, SPOILED[name])
    with pytest.raises(InputError) as refused:
        load(order, KNOWN)
    snapshot(f"{refused.value}\n", name.replace(" ", "-").replace("'", ""))


@pytest.mark.parametrize("name", SPOILED)
def test_every_error_has_a_file_a_sentence_and_a_mend(order: Path, name: str) -> None:
    spoil(order, SPOILED[name])
    _, problems = inspect(order, KNOWN)
    assert problems
    for problem in problems:
        assert problem.file.endswith(".yaml")
        assert problem.line is None or problem.line >= 1
        assert problem.what[0].isupper() or problem.what[0] in "'\""
        assert problem.what.endswith(".")
        assert problem.mend


def test_all_errors_are_told_at_once_in_the_order_of_their_places(order: Path) -> None:
    spoil(order, SPOILED["several errors in several files"])
    _, problems = inspect(order, KNOWN)
    assert [problem.file for problem in problems] == [
        "order-12/12-words.yaml",
        "order-12/12-words.yaml",
        "order-12/13-equipment.yaml",
        "order-12/pack.yaml",
        "order-12/readings.yaml",
    ]
    lines = [problem.line or 0 for problem in problems[:2]]
    assert lines == sorted(lines)


def test_a_place_is_the_line_and_column_of_the_field(order: Path) -> None:
    spoil(order, SPOILED["an unknown concept"])
    _, (problem,) = inspect(order, KNOWN)
    line = (order / WORDS).read_text(encoding="utf-8").splitlines()[(problem.line or 0) - 1]
    assert line[(problem.column or 0) - 1 :].startswith("looks_for: [guilt-statment]")


def test_a_sound_pack_loads(order: Path) -> None:
    policy = load(order, KNOWN)
    assert list(policy.by_id) == ["12.1", "12.2", "12.3", "12.4", "12.5", "12.6", "12.7", "13.1"]
    assert policy.by_id["12.4"].lifted_by.by == ("chief", "designee")
    assert policy.by_id["13.1"].can_flag


def test_on_and_no_are_words_even_without_quotes(order: Path) -> None:
    spoil(
        order,
        [(WORDS, 'undercover-work: "no"', "undercover-work: no"), ("13-equipment.yaml", 'duty: "on"', "duty: on")],
    )
    policy = load(order, KNOWN)
    assert policy.by_id["12.6"].examples.passes[0].given["undercover-work"] == ("no",)
    assert policy.by_id["13.1"].when["duty"] == ("on",)


def test_a_folder_without_a_pack_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"is not a pack: it has no pack\.yaml"):
        load(tmp_path, KNOWN)


@pytest.mark.parametrize(
    ("data", "what"),
    [(b"label: \xff\xfe", "not UTF-8"), (b"- a\n\tb: c", "Not YAML"), (b"a\x00b", "Not YAML"), (b"", "")],
)
def test_a_file_that_is_no_yaml_is_one_message(order: Path, data: bytes, what: str) -> None:
    (order / WORDS).write_bytes(data)
    _, problems = inspect(order, KNOWN)
    assert problems
    assert what in problems[0].what
    assert problems[0].file == "order-12/12-words.yaml"

"""The `postorders policy` commands: lists, one clause, words, differences, schemas; as text and as JSON."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from tests.register import KCPD, RAYMORE

Run = Callable[..., Any]
COUNTS = {"raymore-8": len(RAYMORE), "kcpd-261": len(KCPD)}


@pytest.mark.parametrize(
    "args",
    [
        ("list",),
        ("show", "raymore-8"),
        ("show", "raymore-8", "8.04.D"),
        ("glossary", "kcpd-261"),
        ("lint", "raymore-8"),
        ("test", "raymore-8"),
        ("coverage", "kcpd-261"),
        ("diff", "raymore-8", "kcpd-261"),
    ],
    ids=" ".join,
)
def test_every_listing_has_a_json_form_that_is_always_the_same(postorders: Run, args: tuple[str, ...]) -> None:
    first = postorders("policy", *args, "--format", "json")
    assert first.data is not None
    assert first.out == postorders("policy", *args, "--format", "json").out
    assert postorders("policy", *args).out


def test_the_list_names_each_policy_with_version_standing_and_hash(postorders: Run) -> None:
    rows = {row["policy"]: row for row in postorders("policy", "list", "--format", "json").data}
    assert set(rows) == set(COUNTS)
    assert {name: row["clauses"] for name, row in rows.items()} == COUNTS
    assert (rows["kcpd-261"]["status"], rows["raymore-8"]["status"]) == ("unproved", "in-force")
    assert all(len(row["hash"]) == 64 and row["kind"] == "template" for row in rows.values())


def test_a_clause_is_shown_with_all_that_bears_on_it(postorders: Run) -> None:
    out = postorders("policy", "show", "raymore-8", "8.04.B#2").out
    for part in ("Binds:", "Looks for:", "When:", "Effect: ask", "Lifted by:", "Legal risk 3", "Oddities", "Readings"):
        assert part in out


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (("show", "raymore-8", "8.04.Z"), "raymore-8 has no clause '8.04.Z'."),
        (("show", "raymore-8", "8.04.B"), "It holds several rules: 8.04.B#1, 8.04.B#2, 8.04.B#3."),
        (("show", "raymore"), "There is no policy 'raymore'. Did you mean 'raymore-8'?"),
        (("show", "raymore-8", "--as-of", "2020-06-30"), "No version of raymore-8 was in force on 2020-06-30."),
        (("glossary", "kcpd"), "There is no policy 'kcpd'."),
        (("lint", "no/such/folder"), "There is no policy 'no/such/folder'."),
        (("diff", "raymore-8", "nothing"), "There is no policy 'nothing'."),
        (("attach", "raymore-8", "none.pdf"), "There is no such document."),
    ],
)
def test_what_is_not_there_is_one_message(postorders: Run, args: tuple[str, ...], says: str) -> None:
    said = postorders("policy", *args)
    assert (said.code, said.out) == (2, "")
    assert says in said.err
    assert len(said.err.splitlines()) == 1


@pytest.mark.parametrize(("name", "count"), COUNTS.items())
def test_coverage_has_a_row_for_every_clause_and_each_names_what_carries_it_out(
    postorders: Run, name: str, count: int
) -> None:
    rows = postorders("policy", "coverage", name, "--format", "json").data
    assert len(rows) == count
    for row in rows:
        assert {"clause", "kind", "done_by", "proven_by", "status"} <= row.keys()
        assert row["done_by"]
        assert row["status"] in ("done", "not yet", "informational")


def test_coverage_at_length_names_the_code_and_the_proof_or_says_not_yet(
    postorders: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    proofs = {"raymore-8:8.02.A": ["tests/test_one.py::test_it"]}
    monkeypatch.setattr("postorders.cli.policy.coverage.read_proofs", lambda: proofs)
    shown = postorders("policy", "coverage", "raymore-8", "--long").out
    assert (
        "8.02.A  meaning of blog: informational\n"
        "  done by  glossary\n"
        "  code     postorders.policy.glossary\n"
        "  proof    tests/test_one.py::test_it\n"
    ) in shown
    assert "  done by  acknowledgment (not yet)\n" in shown
    assert "  proof    not yet\n" in shown


def test_coverage_says_not_yet_where_something_is_to_be_built(postorders: Run) -> None:
    rows = {row["clause"]: row for row in postorders("policy", "coverage", "raymore-8", "--format", "json").data}
    assert (rows["8.03.D.2#1"]["status"], "acknowledgment" in rows["8.03.D.2#1"]["missing"]) == ("not yet", True)


def test_coverage_joins_the_clauses_with_the_tests_that_prove_them(
    postorders: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    proofs = {"raymore-8:8.02.A": ["tests/a.py::test_b"], "raymore-8:8.03.F": ["tests/a.py::test_c"]}
    monkeypatch.setattr("postorders.cli.policy.coverage.read_proofs", lambda: proofs)
    rows = {row["clause"]: row for row in postorders("policy", "coverage", "raymore-8", "--format", "json").data}
    assert (rows["8.02.A"]["status"], rows["8.02.A"]["proven_by"]) == ("informational", ["tests/a.py::test_b"])
    assert (rows["8.02.B"]["status"], rows["8.02.B"]["missing"]) == ("not yet", ["a test that proves it"])
    assert (rows["8.03.F"]["status"], rows["8.03.F"]["missing"]) == ("done", [])


def test_a_pack_does_not_differ_from_its_copy_and_a_change_is_shown(
    postorders: Run, concepts: Path, order: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "copy" / "order-12"
    shutil.copytree(order, copy)
    shutil.copytree(order.parent / "law-grove", copy.parent / "law-grove")
    same = postorders("policy", "diff", order, copy)
    assert (same.code, same.out) == (0, "0 differences.\n")
    (copy / "12-words.yaml").write_text((copy / "12-words.yaml").read_text().replace("effect: hold", "effect: advise"))
    said = postorders("policy", "diff", order, copy)
    assert (said.code, said.out) == (1, "12.3 effect: changed\n    - hold\n    + advise\n1 difference.\n")


def test_the_examples_of_a_pack_are_run_and_those_not_met_are_named(
    postorders: Run, concepts: Path, order: Path
) -> None:
    said = postorders("policy", "test", order)
    assert (said.code, said.out.splitlines()[-1].endswith(" examples, 0 not met.")) == (0, True)
    path = order / "12-words.yaml"
    path.write_text(
        path.read_text().replace(
            "      - This is the guy who baked the bread.", "      - This is the guy who robbed it."
        )
    )
    said = postorders("policy", "test", order)
    assert said.code == 1
    assert "12.3 passes: It should pass, and does not. “This is the guy who robbed it.”" in said.out


def test_a_known_miss_that_is_caught_now_is_told(postorders: Run, concepts: Path, order: Path) -> None:
    path = order / "12-words.yaml"
    path.write_text(
        path.read_text().replace("      - My fishing vest.\n", "      - My fishing vest.\n    known_misses: [512-00-1234 on it.]\n")
        .replace("looks_for: [patch-visible]", "looks_for: [patch-visible, ssn]")
    )  # fmt: skip
    said = postorders("policy", "test", order)
    assert said.code == 1
    assert "It is caught now. Move it to 'flags' or 'points'." in said.out


SCHEMAS = ("judgment", "clause", "pack", "reading", "concept", "post")


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_is_sound(postorders: Run, name: str) -> None:
    schema = postorders("policy", "schema", name).data
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    Draft202012Validator.check_schema(schema)


CASES: dict[str, tuple[str, dict[str, Any]]] = {
    "clear": ("official", {"text": "Road closed."}),
    "flagged": ("official", {"text": "This is the guy who robbed us. 512-00-1234"}),
    "lowered": ("official", {"text": "This is the guy who robbed us, presumed innocent."}),
    "links": ("official", {"text": "Road closed.", "links": ["https://a.example"]}),
    "pictures": ("personal", {"text": "On shift.", "media": [{"kind": "photo", "alt": "Us"}]}),
    "questions": ("personal", {"text": "I am a police officer."}),
    "pointers": ("personal", {"text": "The captain falsified the time sheets. 512-00-1234"}),
    "publication": ("official", {"text": "Road closed.", "context": {"moment": "publication", "device": "personal"}}),
}


@pytest.mark.parametrize(("account", "post"), CASES.values(), ids=CASES)
@pytest.mark.parametrize("options", [(), ("--explain",)], ids=["plain", "explained"])
def test_what_check_prints_is_what_the_schema_says(
    postorders: Run, concepts: Path, order: Path, account: str, post: dict[str, Any], options: tuple[str, ...]
) -> None:
    schema = postorders("policy", "schema").data
    said = postorders(
        "check", "--policy", order, "--account", account, "--format", "jsonl", *options, stdin=json.dumps(post)
    )
    assert said.lines
    for judgment in said.lines:
        Draft202012Validator(schema).validate(judgment)


def test_a_lifted_clause_is_what_the_schema_says(postorders: Run, concepts: Path, order: Path, tmp_path: Path) -> None:
    leave = {"id": "a", "kind": "number-release", "granted_by": "chief", "form": "written", "start": "2025-01-01"}
    (tmp_path / "leave.json").write_text(json.dumps({**leave, "scope": {"author": "mtran"}}))
    schema = postorders("policy", "schema").data
    for author in ("mtran", "dhatcher"):
        post = json.dumps({"text": "512-00-1234", "author": author})
        said = postorders(
            "check", "--policy", order, "--account", "official", "--format", "jsonl", "--permission",
            tmp_path / "leave.json", stdin=post,
        )  # fmt: skip
        Draft202012Validator(schema).validate(said.lines[0])


def test_the_department_s_own_words_are_shown_above_ours(
    postorders: Run, concepts: Path, order: Path, tmp_path: Path
) -> None:
    document = tmp_path / "order.txt"
    document.write_text(
        "12.1 Purpose of these words.\n12.2 Crew. Whoever shares a shift.\n12.3 Nobody is called guilty.\n"
    )
    said = postorders("policy", "attach", order, document)
    assert said.code == 1
    assert "no words found for 13.1" in said.out
    shown = postorders("policy", "show", order, "12.3").out
    assert shown.index("| ") < shown.index("The department's accounts never say")
    assert "Nobody is called guilty." in shown
    (Path(__import__("os").environ["POSTORDERS_DATA"]) / "attached" / "order-12.json").unlink()


def test_the_version_and_help_are_there(postorders: Run) -> None:
    assert postorders("--version").out.startswith("postorders, version ")
    for name in ("list", "show", "glossary", "lint", "test", "coverage", "diff", "schema", "attach", "adopt"):
        assert f"Usage: postorders policy {name}" in postorders("policy", name, "--help").out

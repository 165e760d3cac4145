"""`postorders screen`: what it writes for each post, in each form, and how it ends."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.screening.conftest import CLEAR, GUILTY, NUMBER, SPANISH

Run = Callable[..., Any]


def test_each_post_has_one_record_in_the_order_of_the_files(screen: Run, lines: Run, records: Run) -> None:
    first = lines(*(f"Note {number} of many." for number in range(25)), name="a.jsonl")
    second = lines(GUILTY, name="b.jsonl")
    screen(second, first, "--shard", 4)
    assert [(Path(one["source"]).name, one["row"], one["id"]) for one in records()] == [
        ("b.jsonl", 1, "post-1"),
        *(("a.jsonl", number, f"post-{number}") for number in range(1, 26)),
    ]


def test_a_flag_cites_its_clause_and_the_very_words(screen: Run, lines: Run, records: Run) -> None:
    said = screen(lines({"id": "p-1", "text": GUILTY}))
    (one,) = records()
    (flag,) = one["flags"]
    assert {name: flag[name] for name in ("clause", "effect", "concept", "field", "start", "end", "text")} == {
        "clause": "12.3", "effect": "hold", "concept": "guilt-statement",
        "field": "text", "start": 0, "end": 26, "text": "This is the guy who robbed",
    }  # fmt: skip
    assert flag["how"].startswith("guilt-statement/")
    assert (one["id"], one["outcome"], one["account"], one["as_of"]) == ("p-1", "hold", "official", "2026-03-02")
    assert said.code == 1


def test_a_record_agrees_with_what_check_says_of_the_post(
    postorders: Run, screen: Run, order: Path, lines: Run, records: Run
) -> None:
    file = lines(CLEAR, GUILTY, NUMBER, SPANISH)
    screen(file)
    asked = ("--policy", order, "--account", "official", "--as-of", "2026-03-02", "--format", "jsonl")
    for one, judgment in zip(records(), postorders("check", *asked, file).lines, strict=True):
        assert (one["outcome"], one["policy_hash"]) == (judgment["outcome"], judgment["policy"]["hash"])
        assert (one["concepts_hash"], one["weights_hash"]) == (
            judgment["engine"]["concepts"], judgment["engine"]["weights"],
        )  # fmt: skip
        assert one["unchecked"] == judgment["unchecked"]
        found = [(flag["clause"], span["start"]) for flag in judgment["flags"] for span in flag["spans"]]
        assert [(flag["clause"], flag["start"]) for flag in one["flags"]] == found


@pytest.mark.parametrize(
    ("posts", "code"), [((CLEAR,), 0), ((CLEAR, SPANISH), 3), ((SPANISH, GUILTY, CLEAR), 1), ((GUILTY, b"{"), 2)]
)
def test_the_gravest_outcome_is_the_exit_code(screen: Run, lines: Run, posts: tuple[Any, ...], code: int) -> None:
    assert screen(lines(*posts)).code == code


def test_all_forms_say_the_same(screen: Run, lines: Run, records: Run, tmp_path: Path) -> None:
    file = lines(CLEAR, GUILTY, SPANISH)
    for out in ("flags.jsonl", "flags.parquet", "flags.csv"):
        screen(file, "--shard", 2, out=out)
    said = records()
    assert pq.read_table(tmp_path / "flags.parquet").to_pylist() == said
    with (tmp_path / "flags.csv").open(encoding="utf-8", newline="") as table:
        cells = list(csv.DictReader(table))
    assert [{**one, **{n: json.loads(one[n]) for n in ("flags", "unchecked", "for_a_person")}} for one in cells] == [
        {**one, "row": str(one["row"])} for one in said
    ]


def test_the_parquet_file_has_the_columns_that_others_rely_on(screen: Run, lines: Run, tmp_path: Path) -> None:
    screen(lines(CLEAR), out="flags.parquet")
    schema = pq.read_schema(tmp_path / "flags.parquet")
    assert (
        schema.names
        == (
            "id outcome flags unchecked for_a_person account as_of policy_version policy_hash concepts_hash weights_hash "
            "source row"
        ).split()
    )
    flag = schema.field("flags").type.value_type
    assert [field.name for field in flag] == "clause effect concept field start end text how".split()


def test_no_text_of_a_post_is_written_unless_it_is_asked_for(screen: Run, lines: Run, tmp_path: Path) -> None:
    for out in ("flags.jsonl", "flags.csv", "flags.parquet"):
        screen(lines("Marigold road is closed."), out=out)
        assert b"Marigold" not in (tmp_path / out).read_bytes()
    screen(lines("Marigold road is closed."), "--with-text", out="more.jsonl")
    assert json.loads((tmp_path / "more.jsonl").read_text())["text"] == "Marigold road is closed."


def test_no_cell_of_a_table_is_a_formula(screen: Run, lines: Run, tmp_path: Path) -> None:
    screen(lines({"id": "=1+1", "text": "@all: road closed"}), "--with-text", out="flags.csv")
    with (tmp_path / "flags.csv").open(encoding="utf-8", newline="") as table:
        (row,) = csv.DictReader(table)
    assert (row["id"], row["text"]) == ("'=1+1", "'@all: road closed")


def test_a_post_is_judged_as_of_its_own_date(postorders: Run, order: Path, concepts: Path, lines: Run) -> None:
    file = lines({"text": CLEAR, "time": "2026-02-01T09:30:00Z"}, {"text": CLEAR, "time": "1950-01-01"})
    out = file.with_name("flags.jsonl")
    said = postorders("screen", "--policy", order, "--account", "official", "--jobs", 1, "-o", out, file)
    assert [json.loads(line)["as_of"] for line in out.read_text().splitlines()] == ["2026-02-01"]
    (bad,) = map(json.loads, out.with_name("flags.bad.jsonl").read_text().splitlines())
    assert (bad["row"], said.code) == (2, 2)
    assert bad["reason"].startswith("No version of order-12 was in force on 1950-01-01.")


def test_what_a_post_does_not_say_the_options_say(screen: Run, lines: Run, records: Run) -> None:
    photo = {"text": CLEAR, "media": [{"kind": "photo", "name": "a.jpg"}]}
    file = lines(photo, {**photo, "context": {"facts": {"words-in-picture": "no"}}})
    screen(file)
    assert [one["outcome"] for one in records()] == ["incomplete", "clear"]
    screen(file, "--fact", "words-in-picture=no", "--force")
    assert [one["outcome"] for one in records()] == ["clear", "clear"]


def test_what_came_of_it_is_told_in_a_line_or_two(screen: Run, lines: Run, tmp_path: Path) -> None:
    said = screen(lines(CLEAR, GUILTY, b"{"))
    assert said.out == (f"{tmp_path}/flags.jsonl: 2 posts: 1 hold, 1 clear.\n{tmp_path}/flags.bad.jsonl: 1 bad row.\n")
    quiet = screen(lines(CLEAR), "--quiet", out="quiet.jsonl")
    assert (quiet.out, quiet.err) == ("", "")


@pytest.mark.parametrize("out", ["flags.jsonl", "flags.csv", "flags.parquet"])
def test_no_posts_give_an_output_without_rows(screen: Run, tmp_path: Path, out: str) -> None:
    pq.write_table(pa.table({"text": pa.array([], pa.string())}), tmp_path / "none.parquet")
    (tmp_path / "none.jsonl").write_text("\n \n")
    (tmp_path / "none.csv").write_text("id,text\n")
    said = screen(*(tmp_path / f"none.{ending}" for ending in ("parquet", "jsonl", "csv")), out=out)
    assert (said.code, said.out) == (0, f"{tmp_path / out}: 0 posts.\n")
    data = (tmp_path / out).read_bytes()
    assert (pq.read_table(tmp_path / out).num_rows if out.endswith("parquet") else data.count(b"\n")) == out.endswith(
        "csv"
    )

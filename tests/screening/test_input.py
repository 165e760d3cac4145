"""The files that are screened: all forms say the same, and what is bad in them is told and passed over."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.screening.conftest import CLEAR, GUILTY

Run = Callable[..., Any]


def without_source(records: list[Any]) -> list[Any]:
    """The records less where they came from."""
    return [{name: value for name, value in one.items() if name not in ("source", "row")} for one in records]


def test_all_forms_of_files_are_judged_alike(screen: Run, lines: Run, records: Run, tmp_path: Path) -> None:
    posts = [{"id": f"p{n}", "text": text, "time": "2026-01-15"} for n, text in enumerate([CLEAR, GUILTY] * 4)]
    lines(*posts)
    pq.write_table(pa.Table.from_pylist(posts), tmp_path / "posts.parquet", row_group_size=3)
    rows = [",".join(f'"{value}"' for value in post.values()) for post in posts]
    (tmp_path / "posts.csv").write_text("\n".join(["id,text,time", *rows]))
    (tmp_path / "posts.tsv").write_text("\n".join(["id\ttext\ttime", *("\t".join(p.values()) for p in posts)]))
    for ending in ("jsonl", "parquet", "csv", "tsv"):
        screen(tmp_path / f"posts.{ending}", "--shard", 2, out=f"of-{ending}.jsonl")
    (first, *others) = (without_source(records(f"of-{e}.jsonl")) for e in ("jsonl", "parquet", "csv", "tsv"))
    assert len(first) == 8
    assert others == [first] * 3


def test_several_processes_say_what_one_says(
    postorders: Run, order: Path, lines: Run, records: Run, tmp_path: Path
) -> None:
    posts = [{"id": f"p{n}", "text": text} for n, text in enumerate([CLEAR, GUILTY, "Her number is 512-00-1234."] * 5)]
    pq.write_table(pa.Table.from_pylist(posts), tmp_path / "posts.parquet")
    (tmp_path / "posts.csv").write_text("\n".join(["id,text", *(f'{p["id"]},"{p["text"]}"' for p in posts), 'x,"']))
    files = (lines(*posts), tmp_path / "posts.parquet", tmp_path / "posts.csv")
    options = ("--policy", order, "--account", "official", "--as-of", "2026-03-02", "--shard", 4)
    for jobs in (1, 2):
        said = postorders("screen", *options, "--jobs", jobs, "-o", tmp_path / f"by-{jobs}.jsonl", *files)
        assert said.code == 2
    assert len(records("by-1.jsonl")) == 45
    assert records("by-2.jsonl") == records("by-1.jsonl")
    assert records("by-2.bad.jsonl") == records("by-1.bad.jsonl")


def test_a_bad_line_is_told_with_its_place_and_the_others_are_judged(screen: Run, lines: Run, records: Run) -> None:
    bad = [b"{broken", b'{"text": "\xff"}', b'["a"]', b'{"text": ""}', b'{"text": "a", "account": "mine"}', b"\x00"]
    file = lines(CLEAR, *bad, b"", GUILTY)
    said = screen(file, "--shard", 2)
    assert ([one["row"] for one in records()], said.code) == ([1, 9], 2)
    told = records("flags.bad.jsonl")
    assert [(one["file"], one["row"]) for one in told] == [(str(file), number) for number in range(2, 8)]
    assert (
        told[1]["reason"]
        == f"Not UTF-8: the byte 0xFF at offset {file.read_bytes().index(0xFF)} does not fit. Save the file as UTF-8."
    )
    assert told[2]["reason"] == "A line must hold one object, not a list. Put each post on its own line."


def test_a_line_without_measure_is_passed_over(screen: Run, lines: Run, records: Run) -> None:
    long = b'{"text": "' + b"a" * 3_000_000 + b'"}'
    screen(lines(CLEAR, long, CLEAR, long, CLEAR), "--shard", 1)
    assert [one["row"] for one in records()] == [1, 3, 5]
    assert [one["row"] for one in records("flags.bad.jsonl")] == [2, 4]


def test_a_post_of_which_nobody_said_whose_account_it_is_is_bad(screen: Run, lines: Run, records: Run) -> None:
    said = screen(lines(CLEAR, {"text": CLEAR, "account": "personal"}), account="")
    assert ([one["row"] for one in records()], said.code) == ([2], 2)
    (bad,) = records("flags.bad.jsonl")
    assert bad["reason"] == "Nobody said whose account it is. Add --account official or --account personal."


def test_a_row_of_csv_may_go_over_lines_and_is_told_by_its_first(screen: Run, records: Run, tmp_path: Path) -> None:
    (tmp_path / "posts.csv").write_bytes(b'id;text\r\na;"one\r\ntwo; ""three"""\r\n\r\nb;four\r\n')
    screen(tmp_path / "posts.csv", "--with-text", "--shard", 1)
    assert [(one["row"], one["text"]) for one in records()] == [(2, 'one\r\ntwo; "three"'), (5, "four")]


def test_hostile_csv_costs_its_own_rows_alone(screen: Run, records: Run, tmp_path: Path) -> None:
    rows = [
        b"good-1," + CLEAR.encode(),
        b"nul,a\x00b",
        b"latin,caf\xe9",
        b"long," + b"a" * 10_000_000,
        b'open,"a" b',
        b"cells,a,b,c",
        b"empty,",
        b'good-2,"' + GUILTY.encode() + b'"',
    ]
    (tmp_path / "posts.csv").write_bytes(b"\xef\xbb\xbfid,text\n" + b"\n".join(rows) + b"\n")
    said = screen(tmp_path / "posts.csv")
    assert ([one["id"] for one in records()], said.code) == (["good-1", "good-2"], 2)
    told = {one["row"]: one["reason"].split(".")[0] for one in records("flags.bad.jsonl")}
    assert told == {
        3: 'The column "text" holds a NUL character at position 2',
        4: "Not UTF-8: the byte 0xE9 does not fit",
        5: "The row is 9",
        6: "This row is not CSV: ',' expected after '\"'",
        7: "The row has 4 cells, the header 2",
        8: "The post has neither text nor media",
    }


def test_a_quotation_mark_that_is_never_closed_ends_the_file_and_says_so(
    screen: Run, lines: Run, records: Run, tmp_path: Path
) -> None:
    swallowed = b"x,swallowed\n" * 2_000_000
    (tmp_path / "posts.csv").write_bytes(b'id,text\na,fine\nb,"open\n' + swallowed)
    screen(tmp_path / "posts.csv", lines(CLEAR))
    assert [one["id"] for one in records()] == ["a", "post-1"]
    (bad,) = records("flags.bad.jsonl")
    assert (bad["row"], bad["reason"][:40]) == (3, "A row that begins here does not end with")


def test_parquet_says_what_a_post_says(screen: Run, records: Run, tmp_path: Path) -> None:
    media = pa.list_(pa.struct([("kind", pa.string()), ("alt", pa.string())]))
    columns = {
        "id": pa.array([7, 8]),
        "text": pa.array([CLEAR, None]).dictionary_encode(),
        "time": pa.array([datetime.datetime(2026, 1, 15, 9), None], pa.timestamp("ns", "UTC")),
        "tags": pa.array([["news"], None]),
        "media": pa.array([None, [{"kind": "photo", "alt": None}]], media),
        "likes": pa.array([3, 4]),
    }
    pq.write_table(pa.table(columns), tmp_path / "posts.parquet")
    screen(tmp_path / "posts.parquet")
    first, second = records()
    assert (first["id"], first["row"], second["id"], second["row"]) == ("7", 1, "8", 2)
    assert second["unchecked"][0]["what"].startswith("media[0] photo")


def test_a_bad_row_of_parquet_is_told(screen: Run, records: Run, tmp_path: Path) -> None:
    bytes_ = pa.array([b"fine", b"caf\xe9", None], pa.binary())
    text = pa.Array.from_buffers(pa.string(), 3, bytes_.buffers())
    pq.write_table(pa.table({"text": text}), tmp_path / "posts.parquet")
    screen(tmp_path / "posts.parquet")
    assert [one["row"] for one in records()] == [1]
    assert [one["row"] for one in records("flags.bad.jsonl")] == [2, 3]


@pytest.mark.parametrize(
    ("name", "data", "what"),
    [
        ("posts.csv", "id,text\na,b\n".encode("utf-16"), "The file is UTF-16, not UTF-8."),
        ("posts.jsonl", '{"text": "a"}\n'.encode("utf-16"), "The file is UTF-16, not UTF-8."),
        ("posts.csv", b"", "No column holds the words of a post"),
        ("posts.csv", b"id,title\na,b\n", "No column holds the text of a post."),
        ("posts.parquet", b"PAR1 and no more", "It cannot be read as Parquet"),
        ("posts.txt", b"words", "It is not JSON Lines, CSV or Parquet by its name."),
    ],
)
def test_a_file_that_cannot_be_read_at_all_is_refused_before_anything_is_written(
    screen: Run, tmp_path: Path, name: str, data: bytes, what: str
) -> None:
    (tmp_path / name).write_bytes(data)
    said = screen(tmp_path / name)
    assert (said.code, said.out) == (2, "")
    assert f"{tmp_path / name}" in said.err
    assert what in said.err
    assert not list(tmp_path.glob("flags*"))


@pytest.mark.parametrize(
    ("columns", "what"),
    [
        ({"message": ["a"]}, 'No column holds the text of a post. Rename "message". Name one "text".'),
        ({"text": [1]}, 'The column "text" must be strings, not int64. Write it as strings.'),
    ],
)
def test_parquet_without_a_column_of_text_is_refused(
    screen: Run, tmp_path: Path, columns: dict[str, Any], what: str
) -> None:
    pq.write_table(pa.table(columns), tmp_path / "posts.parquet")
    assert screen(tmp_path / "posts.parquet").err == f"postorders: {tmp_path}/posts.parquet: {what}\n"

"""`postorders signals`: JSON Lines of every concept's probability, and how it ends."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
POSTS = {
    "threat": "If I see that councilman downtown I will kill you both.",
    "hate": "All Muslims are animals and should be thrown out of this country.",
    "levy": "On behalf of the department I ask you to vote for the levy.",
    "road": "Road closed at Elm and Third.",
}
BAD = '{"id": "bad", "text": 5}'
ALONE = "postorders: No weights are installed: only patterns look.\n"


@pytest.fixture
def lines(tmp_path: Path) -> Callable[..., Path]:
    """A file of JSON Lines."""

    def write(*rows: str) -> Path:
        path = tmp_path / "posts.jsonl"
        path.write_text("".join(f"{row}\n" for row in rows), encoding="utf-8")
        return path

    return write


def rows() -> list[str]:
    return [json.dumps({"id": name, "text": text}) for name, text in POSTS.items()]


def test_a_line_has_the_id_the_score_of_each_concept_and_the_spans_of_what_is_seen(
    postorders: Run, lines: Callable[..., Path]
) -> None:
    said = postorders("signals", "--patterns-only", lines(*rows()))
    assert (said.code, said.err) == (0, "")
    assert [list(line) for line in said.lines] == [["id", "scores", "spans"]] * len(POSTS)
    assert [line["id"] for line in said.lines] == list(POSTS)
    first, *_, road = said.lines
    assert (first["scores"]["threat"], first["scores"]["ssn"]) == (0.85, 0.0)
    ((start, end),) = first["spans"]["threat"]
    assert POSTS["threat"][start:end] == "I will kill you"
    assert (road["spans"], set(road["scores"].values())) == ({}, {0.0})
    assert said.out.splitlines()[3].startswith('{"id":"road","scores":{"')  # no spaces: a line for machines


def test_facts_that_nobody_can_see_in_words_are_not_scored(postorders: Run, lines: Callable[..., Path]) -> None:
    (line,) = postorders("signals", "--patterns-only", lines(rows()[0])).lines
    assert "threat" in line["scores"]
    assert "patch-visible" not in line["scores"]


def test_standard_input_and_a_text_file_do_as_well(postorders: Run, lines: Callable[..., Path], tmp_path: Path) -> None:
    by_file = postorders("signals", "--patterns-only", lines(*rows()))
    assert postorders("signals", "--patterns-only", "-", stdin="\n".join(rows()) + "\n").out == by_file.out
    (tmp_path / "post.txt").write_text(POSTS["threat"], encoding="utf-8")
    (line,) = postorders("signals", "--patterns-only", tmp_path / "post.txt").lines
    assert line["scores"] == by_file.lines[0]["scores"]


@pytest.mark.parametrize("bad", [BAD, "{", '{"id": "x"}', '{"text": "\\ud800"}'])
def test_a_bad_row_is_told_and_the_others_are_printed(postorders: Run, lines: Callable[..., Path], bad: str) -> None:
    good = rows()
    said = postorders("signals", "--patterns-only", lines(good[0], bad, *good[1:]))
    assert said.code == 2
    assert [line["id"] for line in said.lines] == list(POSTS)
    (line,) = said.err.splitlines()
    assert "posts.jsonl" in line
    assert "2" in line


@pytest.mark.parametrize(("name", "words"), [("nowhere.jsonl", "There is no such file."), (".", "no such file")])
def test_what_is_no_file_is_told(postorders: Run, name: str, words: str) -> None:
    said = postorders("signals", "--patterns-only", name)
    assert (said.code, said.out) == (2, "")
    assert words in said.err


def test_an_empty_file_has_no_lines(postorders: Run, lines: Callable[..., Path]) -> None:
    said = postorders("signals", "--patterns-only", lines())
    assert said.out == ""
    assert "Traceback" not in said.err


@pytest.mark.parametrize("options", [(), ("--cascade",)])
def test_without_weights_it_says_so_and_looks_by_patterns(
    postorders: Run, lines: Callable[..., Path], options: tuple[str, ...]
) -> None:
    alone = postorders("signals", "--patterns-only", lines(*rows()))
    said = postorders("signals", *options, lines(*rows()))
    assert (said.code, said.err, said.out) == (0, ALONE, alone.out)


def test_damaged_weights_are_refused_in_words(
    postorders: Run, lines: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.signals.learned.tiny import make

    from postorders.signals.learned.reading import installed

    place = make(tmp_path / "reader", ["a quiet night"])
    (place / "encoder.onnx").write_bytes(b"not an encoder")
    monkeypatch.setenv("POSTORDERS_READER", str(place))
    installed.cache_clear()
    said = postorders("signals", lines(*rows()))
    installed.cache_clear()
    assert (said.code, said.out) == (2, "")
    assert said.err == (
        f"postorders: {place}: The file encoder.onnx of the weights is damaged. Mend what POSTORDERS_READER names.\n"
    )


@pytest.mark.proves(capability="learned-signals")
def test_with_weights_each_head_has_a_score_and_the_quick_look_flags_the_same(
    postorders: Run, lines: Callable[..., Path], reading: Any
) -> None:
    path = lines(*rows()[:3])
    full, quick = postorders("signals", path), postorders("signals", "--cascade", path)
    assert (full.code, full.err, quick.err) == (0, "", "")
    heads = {head.name for head in reading.reader.weights.heads}
    assert all(heads <= set(line["scores"]) for line in full.lines)
    assert full.out == quick.out
    alone = postorders("signals", "--patterns-only", path)
    assert [line["scores"] for line in full.lines] != [line["scores"] for line in alone.lines]

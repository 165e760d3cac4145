"""The folder of weights: whole or refused in words, found where it is, and what its numbers mean."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.signals.learned.tiny import make

from postorders.errors import InputError
from postorders.signals.learned import weights
from postorders.signals.learned.weights import Head, folder, load


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return make(tmp_path / "reader", ["a quiet night"])


def edit(place: Path, change: Callable[[dict[str, Any]], Any]) -> None:
    path = place / "weights.json"
    said = json.loads(path.read_bytes())
    change(said)
    path.write_text(json.dumps(said), encoding="utf-8")


def refused(place: Path) -> str:
    with pytest.raises(InputError) as error:
        load(place)
    (problem,) = error.value.problems
    assert problem.mend
    assert problem.file == str(place)
    return problem.what


def test_they_are_read_with_the_hash_of_the_file_that_names_all_others(place: Path) -> None:
    first = load(place)
    assert ([head.name for head in first.heads], first.length, first.folder) == (["threat", "bias"], 128, place)
    edit(place, lambda said: said["heads"][0].update(shift=1.0))
    assert load(place).hash != first.hash


@pytest.mark.parametrize("name", ["encoder.onnx", "vocab.txt"])
def test_a_file_of_which_one_byte_changed_is_refused_by_name(place: Path, name: str) -> None:
    data = bytearray((place / name).read_bytes())
    data[len(data) // 2] ^= 1
    (place / name).write_bytes(bytes(data))
    assert refused(place) == f"The file {name} of the weights is damaged."


@pytest.mark.parametrize("name", ["encoder.onnx", "vocab.txt", "weights.json"])
def test_a_missing_file_is_named(place: Path, name: str) -> None:
    (place / name).unlink()
    assert refused(place) == f"{name} of the weights cannot be read: No such file or directory."


@pytest.mark.parametrize("name", ["encoder.onnx", "vocab.txt"])
def test_a_file_that_no_hash_covers_is_not_used(place: Path, name: str) -> None:
    edit(place, lambda said: said["files"].pop(name))
    assert refused(place) == f"The file {name} of the weights is damaged."


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b"7", b"null", b"\xff\xfe", b"{}", b'{"files": []}', b"{" * 9])
def test_a_file_that_tells_nothing_is_damaged(place: Path, data: bytes) -> None:
    (place / "weights.json").write_bytes(data)
    assert refused(place) == "weights.json of the weights is damaged."


@pytest.mark.parametrize(
    "change",
    [
        lambda said: said.pop("heads"),
        lambda said: said.pop("length"),
        lambda said: said.update(heads=[1]),
        lambda said: said["heads"][0].pop("scale"),
        lambda said: said["heads"][0].update(doubt="much"),
    ],
)
def test_heads_that_cannot_be_read_are_damage_too(place: Path, change: Callable[[dict[str, Any]], Any]) -> None:
    edit(place, change)
    assert refused(place) == "weights.json of the weights is damaged."


def test_another_format_is_refused(place: Path) -> None:
    edit(place, lambda said: said.update(format=2))
    assert refused(place) == "The weights are of format 2, which is not known here."


def test_whoever_named_the_folder_is_told_to_mend_the_name(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POSTORDERS_READER", str(place / "nowhere"))
    with pytest.raises(InputError, match="Mend what POSTORDERS_READER names"):
        load(place / "nowhere")


def test_the_folder_is_the_one_that_is_named_or_none_or_the_packages(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POSTORDERS_READER", str(place))
    assert folder() == place
    monkeypatch.setenv("POSTORDERS_READER", "none")
    assert folder() is None
    monkeypatch.delenv("POSTORDERS_READER")
    monkeypatch.setattr(weights, "_PACKAGE", tmp_path / "src" / "postorders")
    assert folder() is None
    place.rename(make(tmp_path / "models" / "reader", ["a"]).parent / "old")
    assert folder() == tmp_path / "models" / "reader"
    make(tmp_path / "src" / "postorders" / "models" / "reader", ["a"])
    assert folder() == tmp_path / "src" / "postorders" / "models" / "reader"


def test_a_number_becomes_a_probability_and_a_degree_in_words() -> None:
    head = Head("threat", 0.5, -1.0, 2.0, {"certain": 0.95, "possible": 0.5}, {}, 0.0)
    assert head.probability(2.0) == pytest.approx(0.5)
    assert head.probability(2.0, by_pattern=True) == pytest.approx(0.8808, abs=1e-4)
    assert (head.probability(1e9), head.probability(-1e9)) == (pytest.approx(1.0), pytest.approx(0.0))
    assert [head.sure(p) for p in (0.49, 0.5, 0.94, 0.95)] == [None, "possible", "possible", "certain"]
    assert Head("threat", 1.0, 0.0, 0.0, {}, {}, 0.0).sure(1.0) is None


def test_the_weights_that_ship_have_degrees_only_where_they_were_measured(reading: Any) -> None:
    for head in reading.reader.weights.heads:
        assert set(head.at) == set(head.right)
        ordered = [head.at[word] for word in ("certain", "likely", "possible") if word in head.at]
        assert ordered == sorted(ordered, reverse=True)
        assert all(head.right[word] >= least for word, least in (("certain", 0.95), ("likely", 0.85), ("possible", 0.7)) if word in head.right)  # fmt: skip
        assert 0 <= head.doubt <= 0.05

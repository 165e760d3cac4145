"""The public sets: each named with license and authors, held against its hash, and read into labels by a written rule."""

from __future__ import annotations

import gzip
import importlib
import pkgutil
from hashlib import sha256
from pathlib import Path

import pytest
import training.sets
from training.sets import davidson, foxnews, hatemoji
from training.tables import outline, unescaped

from training import sources

SETS = outline(sources.MANIFEST)["sets"]
FREE = {"Apache-2.0", "CC-BY-4.0", "CC0-1.0", "MIT"}


@pytest.mark.parametrize("name", SETS)
def test_a_set_names_its_origin_its_authors_and_a_license_that_lets_us_build_on_it(name: str) -> None:
    one = SETS[name]
    assert one["origin"].count("/") == 1
    assert len(one["commit"]) == 40
    assert one["license"] in FREE
    assert one["cite"]
    assert all(len(digest) == 64 for digest in one["files"].values())


def test_every_set_that_is_read_is_in_the_list() -> None:
    read = {
        importlib.import_module(f"training.sets.{info.name}").FOLDER
        for info in pkgutil.iter_modules(training.sets.__path__)
    }
    assert read | {"wnut17_ner", "presidio_synthetic_pii"} == set(SETS)


def test_a_missing_and_a_changed_file_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    digest = sha256(b"as it was").hexdigest()
    manifest = tmp_path / "sources.yaml"
    manifest.write_text(
        "sets:\n  one:\n    origin: somebody/one\n    commit: '0123456789abcdef'\n    files:\n"
        + "".join(f"      {name}.csv: {digest}\n" for name in ("kept", "changed", "gone")),
        encoding="utf-8",
    )
    monkeypatch.setattr(sources, "MANIFEST", manifest)
    (tmp_path / "one").mkdir()
    (tmp_path / "one" / "kept.csv").write_bytes(b"as it was")
    (tmp_path / "one" / "changed.csv").write_bytes(b"as it is")
    assert sources.differing(tmp_path) == [
        "one/changed.csv is another version than the one trained on.",
        "one/gone.csv is missing; it comes from somebody/one at 0123456789ab.",
    ]


def test_pairs_and_stories_stay_together(tmp_path: Path) -> None:
    head = "entry_id,text,type,target,label_gold,matched_id\n"
    rows = "7,so it is,none,['wom'],0,9\n9,so it is not,threateninglanguage,['wom'],1,7\n"
    for name in ("hatemojibuild_train.csv.gz", "hatemojibuild_validation.csv"):
        write(tmp_path / name, head + rows)
    first, second, *_ = hatemoji.rows(tmp_path)
    assert first.group == second.group
    assert (first.labels["bias"], second.labels["threat"], second.labels["target:sex"]) == (0.0, 1.0, 1.0)
    write(tmp_path / "fox_news_comments.csv.gz", "label,text,title\n1,a,The fair\n0,b,The fair\n")
    assert [(row.group, row.labels["bias"]) for row in foxnews.rows(tmp_path)] == [("The fair", 1.0), ("The fair", 0.0)]


def test_what_is_merely_offensive_teaches_that_it_is_no_hate_at_less_weight(tmp_path: Path) -> None:
    write(tmp_path / "labeled_data_train.csv.gz", "tweet,class_name\na,offensive_language\nb,hate_speech\nc,neither\n")
    offensive, hate, neither = davidson.rows(tmp_path)
    assert offensive.labels == {"bias": 0.0, "dehumanizing": 0.0}
    assert offensive.weight < hate.weight < neither.weight


@pytest.mark.parametrize(
    ("spelled", "seen"),
    [
        ("Don\\u2019t park there", "Don\u2019t park there"),
        ("So proud \\ud83d\\ude02\\u2026", "So proud \U0001f602\u2026"),
        ("cut off here \\ud83d", "cut off here \ufffd"),
        ("one line\\nand another", "one line\nand another"),
        ("Bread &amp; butter &#128514;", "Bread & butter \U0001f602"),
        ("Nothing to mend here", "Nothing to mend here"),
    ],
)
def test_letters_that_a_set_spells_out_are_read_as_their_author_saw_them(spelled: str, seen: str) -> None:
    assert unescaped(spelled) == seen


def test_a_post_stays_on_its_side_of_the_split_when_its_letters_are_read(tmp_path: Path) -> None:
    written = "class_name,tweet\nneither,Bread &amp; butter\n"
    write(tmp_path / "labeled_data_train.csv.gz", written)
    (row,) = davidson.rows(tmp_path)
    assert (row.text, row.group) == ("Bread & butter", "Bread &amp; butter")


def write(path: Path, text: str) -> None:
    data = text.encode()
    path.write_bytes(gzip.compress(data) if path.suffix == ".gz" else data)

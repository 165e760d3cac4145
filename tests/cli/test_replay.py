"""A kept judgment replays to the same bytes, or says what changed; to look anew is another question."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
TEXTS = ["Road closed.", "This is the guy who robbed us.", "This is the guy who robbed us; he is presumed innocent."]


@pytest.fixture
def kept(postorders: Run, order: Path, concepts: Path, tmp_path: Path) -> Path:
    """Three judgments, kept as JSON."""
    return keep(postorders, order, tmp_path / "kept.json")


def keep(postorders: Run, order: Path, path: Path, *options: str, form: str = "json") -> Path:
    posts = [{"id": f"p-{n}", "text": text, "links": ["https://a.example"]} for n, text in enumerate(TEXTS)]
    posts.append({"id": "p-9", "text": "On shift.", "media": [{"kind": "photo"}]})
    (path.parent / "posts.json").write_text(json.dumps(posts))
    said = postorders(
        "check", "--policy", order, "--account", "official", "--as-of", "2026-03-02", "--format", form, *options,
        path.parent / "posts.json",
    )  # fmt: skip
    path.write_text(said.out)
    return path


@pytest.mark.parametrize("form", ["json", "jsonl"])
@pytest.mark.parametrize("options", [(), ("--explain",), ("--device", "personal"), ("--duty", "on")])
def test_it_replays_to_the_same_bytes(
    postorders: Run, order: Path, concepts: Path, tmp_path: Path, form: str, options: tuple[str, ...]
) -> None:
    path = keep(postorders, order, tmp_path / "kept.json", *options, form=form)
    said = postorders("check", "--replay", path, "--policy", order, "--format", form)
    assert said.err == ""
    assert said.out == path.read_text()
    assert said.code == 0


def test_it_needs_no_detection(postorders: Run, order: Path, kept: Path, concepts: Path) -> None:
    """Signals are kept with the judgment, so newer patterns change nothing."""
    from postorders.signals.library import shipped

    path = concepts / "guilt-statement.yaml"
    path.write_text(path.read_text().replace("(robbed|stole)", "(burgled|stole)"))
    shipped.cache_clear()
    assert postorders("check", "--replay", kept, "--policy", order, "--format", "json").out == kept.read_text()


def test_a_changed_policy_is_named_by_its_hashes(postorders: Run, order: Path, kept: Path) -> None:
    path = order / "12-words.yaml"
    path.write_text(path.read_text().replace("effect: hold", "effect: advise"))
    said = postorders("check", "--replay", kept, "--policy", order)
    assert (said.code, said.out) == (2, "")
    was = json.loads(kept.read_text())[0]["policy"]["hash"][:12]
    assert f"p-0: The policy changed: {was} then, " in said.err


def test_changed_readings_are_named(postorders: Run, order: Path, kept: Path) -> None:
    path = order / "readings.yaml"
    path.write_text(path.read_text().replace("proposed: No.", "proposed: Yes."))
    said = postorders("check", "--replay", kept, "--policy", order)
    assert (said.code, "The readings changed: " in said.err) == (2, True)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"outcome": "hold"', '"outcome": "clear"'),
        ('"Say that a charge is only an accusation."', '"Nothing."'),
        ('"text": "This is the guy who robbed"', '"text": "This is the gal who robbed"'),
        ('"account": "official",\n    "outcome"', '"account": "personal",\n    "outcome"'),
    ],
)
def test_an_altered_judgment_does_not_replay(postorders: Run, order: Path, kept: Path, old: str, new: str) -> None:
    text = kept.read_text()
    assert old in text
    kept.write_text(text.replace(old, new, 1))
    said = postorders("check", "--replay", kept, "--policy", order, "--format", "json")
    assert said.code == 2
    assert "The judgment does not come out the same." in said.err


def test_to_look_anew_with_the_same_patterns_finds_the_same(postorders: Run, order: Path, kept: Path) -> None:
    said = postorders("check", "--replay", kept, "--policy", order, "--detect-anew")
    assert said.code == 0
    assert "p-1: hold then, hold now." in said.out


def test_to_look_anew_with_newer_patterns_reports_the_differences(
    postorders: Run, order: Path, kept: Path, concepts: Path
) -> None:
    from postorders.signals.library import shipped

    path = concepts / "guilt-statement.yaml"
    path.write_text(path.read_text().replace("(robbed|stole)", "(burgled|stole)"))
    shipped.cache_clear()
    said = postorders("check", "--replay", kept, "--policy", order, "--detect-anew")
    assert said.code == 1
    assert "p-1: hold then, clear now.\n  - guilt-statement at 0-26: 'This is the guy who robbed'" in said.out
    assert "  concepts: " in said.out


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{", "It is not JSON."),
        ("", "It holds no judgments."),
        ("[]", "It holds no judgments."),
        ("[5]", "It holds no judgments."),
        ('{"id": "p"}', "That is not a kept judgment."),
        ('{"id": "p", "outcome": "fine"}', "That is not a kept judgment."),
    ],
)
def test_what_is_no_kept_judgment_is_told(postorders: Run, order: Path, tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "kept.json"
    path.write_text(text)
    said = postorders("check", "--replay", path, "--policy", order)
    assert (said.code, says in said.err, "Traceback" in said.err) == (2, True, False)


def test_a_judgment_without_its_basis_cannot_replay(postorders: Run, order: Path, kept: Path) -> None:
    judgments = [{k: v for k, v in judgment.items() if k != "basis"} for judgment in json.loads(kept.read_text())]
    kept.write_text(json.dumps(judgments))
    said = postorders("check", "--replay", kept, "--policy", order)
    assert (said.code, "carries no basis" in said.err) == (2, True)

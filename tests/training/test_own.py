"""Our own examples and frames: each says what it teaches, and no side of the split has met what another is measured on."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

import pytest
from training.heads import CONCEPTS, NEAR, SELDOM, TARGETS
from training.rows import Part, Row, asked, likeness, parts_of_own
from training.tables import outline

from training import own

EXAMPLES = sorted((own.HERE / "examples").glob("*.yaml"))
FRAMES = sorted((own.HERE / "frames").glob("*.yaml"))
_MACHINE = re.compile(r"(?<![\w.~])/(?:work|root|home|tmp|Users|mnt|opt|var)/|\b[A-Z]:\\")


def written(folder: Path, text: str) -> Path:
    (folder / "one.yaml").write_text(text, encoding="utf-8")
    return folder


# What a file must be.


@pytest.mark.parametrize("path", [*EXAMPLES, *FRAMES], ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_file_warns_of_what_it_holds_and_names_no_machine(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.startswith("# Training examples for a detector. Some contain hateful, violent or explicit language.\n")
    assert _MACHINE.findall(text) == []


def test_every_example_has_words_and_labels_that_a_head_knows(ours: list[Row]) -> None:
    heads = {*CONCEPTS, *(f"target:{name}" for name in TARGETS)}
    assert all(likeness(row.text) or not row.text.isascii() for row in ours)
    assert {head for row in ours for head in row.labels} <= heads
    assert {value for row in ours for value in row.labels.values()} == {0.0, SELDOM, 1.0}
    assert {row.tags[0] for row in ours} == {*CONCEPTS, "none", "frames"}


def test_every_concept_has_a_word_on_what_its_examples_may_show_unremarked() -> None:
    assert set(NEAR) == {*CONCEPTS, "none"}
    assert all(near <= set(CONCEPTS) for near in NEAR.values())


def test_an_example_of_a_concept_that_no_head_has_is_refused(tmp_path: Path) -> None:
    post = 'groups:\n  - by: somebody\n    flags:\n      - {text: "a post", also: [%s]}\n'
    with pytest.raises(ValueError, match=r"^one/0: no head for rudeness$"):
        list(own.examples(written(tmp_path, "concept: threat\n" + post % "rudeness")))
    with pytest.raises(ValueError, match=r"^one/0: no head for thrat$"):
        list(own.examples(written(tmp_path, "concept: thrat\n" + post % "bias")))


def test_an_example_teaches_its_concept_what_it_names_besides_and_that_the_rest_is_absent(tmp_path: Path) -> None:
    text = 'concept: threat\ngroups:\n  - by: somebody\n    flags:\n      - {text: "a post", also: [bias]}\n'
    (row,) = own.examples(written(tmp_path, text))
    assert (row.labels["threat"], row.labels["bias"], row.labels["private-business"]) == (1.0, 1.0, 0.0)
    assert row.labels["harassment"] == SELDOM  # a threat often harasses, and its writer may not have said so
    assert "quotation" not in row.labels  # nobody was asked


def test_what_may_be_shown_unremarked_is_taught_and_never_measured(ours: list[Row]) -> None:
    doubted = [(row, name) for row in ours for name, value in row.labels.items() if value == SELDOM]
    assert not any(asked(row, name) for row, name in doubted)


def test_the_tone_of_a_persons_own_post_teaches_nothing_in_a_whole_file(tmp_path: Path) -> None:
    post = "concept: %s\nwhole: true\ngroups:\n  - by: somebody\n    kind: %s\n    passes: [a post]\n"
    for concept, kind, known in (
        ("none", "official", True), ("none", "plain", False), ("threat", "plain", False),
        ("unprofessional-tone", "plain", True),
    ):  # fmt: skip
        (row,) = own.examples(written(tmp_path, post % (concept, kind)))
        assert ("unprofessional-tone" in row.labels, "sexual" in row.labels) == (known, True)


# Frames.


@pytest.mark.parametrize("path", FRAMES, ids=lambda path: path.stem)
def test_every_slot_of_a_frame_exists_and_every_family_is_told_apart(path: Path) -> None:
    data = outline(path)
    ids = [family["id"] for family in data["families"]]
    assert len(ids) == len(set(ids))
    for family in data["families"]:
        used = {slot for frame in family["frames"] for slot in re.findall(r"\{(\w+)\}", frame)}
        assert used <= set(data["slots"]), family["id"]
        assert family["kind"] in ("hateful", "innocent"), family["id"]
        assert set(family.get("flags") or ()) <= set(CONCEPTS), family["id"]


def test_every_kind_of_group_is_named_in_hate_and_in_innocent_words(ours: list[Row]) -> None:
    named: dict[str, set[str]] = defaultdict(set)
    for row in ours:
        if "frames" in row.tags:
            named[row.tags[1]].update(row.tags[2:])
    assert named["hateful"] == named["innocent"] == set(TARGETS)


def test_a_frame_is_filled_alike_every_time_and_says_whom_it_aims_at(tmp_path: Path) -> None:
    text = (
        "slots:\n  group: {Haitians: origin, deaf people: disability}\n  place: [town, here]\n"
        "families:\n  - id: out\n    kind: hateful\n    flags: [bias]\n    frames: ['Keep {group} out of {place}.']\n"
    )
    rows, again = (list(own.frames(written(tmp_path, text))) for _ in range(2))
    assert rows == again
    assert len({row.text for row in rows}) == len(rows) == 4
    for row in rows:
        assert row.labels["bias"] == 1.0
        assert row.labels["target:origin"] == float("Haitians" in row.text)


# The split.


def test_no_text_stands_on_two_sides_whatever_its_dress(sides: dict[Part, list[Row]]) -> None:
    seen: dict[str, Part] = {}
    for side, rows in sides.items():
        for row in rows:
            assert seen.setdefault(likeness(row.text), side) == side, row.text


def test_no_group_stands_on_two_sides(sides: dict[Part, list[Row]]) -> None:
    groups = [{row.group for row in rows} for rows in sides.values()]
    assert sum(map(len, groups)) == len(set.union(*groups))


@pytest.mark.parametrize("name", CONCEPTS)
def test_every_concept_is_shown_and_not_shown_on_every_side(sides: dict[Part, list[Row]], name: str) -> None:
    for side, rows in sides.items():
        mine = [row.labels[name] for row in rows if "frames" not in row.tags and asked(row, name)]
        assert {0.0, 1.0} <= set(mine), side


def test_a_file_more_moves_no_group_of_another(ours: list[Row]) -> None:
    here = [row for row in ours if row.tags[0] == "threat"]
    more = [Row("Road closed.", {}, own.SOURCE, f"new-file/{at}") for at in range(20)]
    before, after = parts_of_own(here), parts_of_own([*here, *more])
    assert {group: after[group] for group in before} == before

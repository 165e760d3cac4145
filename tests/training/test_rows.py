"""Which side of the split a row falls on, and which rows count as evidence of a concept."""

from __future__ import annotations

from training.rows import Row, asked, part, split


def public(text: str, group: str) -> Row:
    return Row(text, {"bias": 0.0}, "a-public-set", group)


def test_about_a_tenth_of_public_groups_is_tested_on_and_a_twentieth_kept_for_degrees() -> None:
    sides = split(public(f"post {at}", str(at)) for at in range(4000))
    shares = {side: len(rows) / 4000 for side, rows in sides.items()}
    assert 0.08 < shares["test"] < 0.12
    assert 0.035 < shares["tune"] < 0.065


def test_a_group_stays_together_and_its_side_depends_on_nothing_else_that_is_there() -> None:
    pair = [public("so it is", "4-5"), public("so it is not", "4-5")]
    alone = part(pair[0])
    sides = split([*pair, *(public(f"post {at}", str(at)) for at in range(200))])
    assert [row for row in sides[alone] if row.group == "4-5"] == pair


def test_a_copy_in_other_dress_stays_on_the_most_sheltered_side_alone() -> None:
    groups = {part(public("", str(at))): str(at) for at in range(200)}
    rows = [public(text, groups[side]) for side, text in (("train", "Road closed"), ("tune", "ROAD CLOSED!"))]
    sides = split([*rows, public("road, closed.", groups["test"])])
    assert {side: [row.text for row in some] for side, some in sides.items()} == {
        "test": ["road, closed."], "tune": [], "train": [],
    }  # fmt: skip


def test_what_a_writer_was_not_asked_for_is_no_evidence() -> None:
    def ours(*tags: str, **labels: float) -> Row:
        return Row("a post", labels, "own", "file/0", tags=tags)

    assert asked(ours("threat", threat=0.0), "threat")
    assert asked(ours("none", threat=0.0), "threat")
    assert asked(ours("bias", bias=1.0, threat=1.0), "threat")
    assert not asked(ours("private-business", threat=0.0), "threat")
    assert not asked(ours("none"), "threat")
    assert asked(ours("frames", "hateful", threat=0.0), "threat")
    assert asked(public("a post", "1"), "bias")
    assert not asked(public("a post", "1"), "threat")

"""Platforms that a person posts to: the desk gives the text to copy, and does nothing else there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from postorders.platforms.publisher import Line, Publisher, publishers
from postorders.platforms.saying import Medium, Placed, Rendering, Saying
from postorders.platforms.wire import Refused

HAND = ("nextdoor", "nixle", "reddit")
LINE, PLACE, NONE = Line("police"), Placed("1", "https://www.reddit.com/r/fultongrove/1"), Rendering("reddit", ())
ACTS: dict[str, Callable[[Publisher], Any]] = {
    "connect": lambda one: one.connect({}, "https://desk.example/back"),
    "finish": lambda one: one.finish({}, {}, {}),
    "renew": lambda one: one.renew({}, LINE),
    "profile": lambda one: one.profile(LINE),
    "publish": lambda one: one.publish(LINE, NONE, "key", 0, ()),
    "find": lambda one: one.find(LINE, NONE, "key", 0, "2026-11-22T10:00:00Z"),
    "read": lambda one: one.read(LINE, PLACE),
    "latest": lambda one: one.latest(LINE, 5),
    "edit": lambda one: one.edit(LINE, PLACE, NONE, 0),
    "delete": lambda one: one.delete(LINE, PLACE),
}


def photo(alt: str = "A closed road.") -> Medium:
    return Medium("photo", "road.jpg", "image/jpeg", 5, "", alt)


def lacks(platform: str, text: str = "Closed.", title: str = "Roads", **more: Any) -> str:
    lacking = publishers()[platform].render(Saying(text, title, **more)).lacks
    return " ".join(f"{lack.what} {lack.mend}" for lack in lacking)


@pytest.mark.parametrize("platform", HAND)
def test_its_table_says_that_a_person_does_it(platform: str) -> None:
    can = publishers()[platform].can
    assert can.by_hand
    assert (can.sign_in, can.scopes, can.reads, can.finds, can.delete, can.edit) == (
        "none",
        (),
        False,
        False,
        False,
        "no",
    )
    assert can.source
    assert can.as_of == "2026-11-22"


@pytest.mark.parametrize("platform", HAND)
@pytest.mark.parametrize("act", ACTS)
def test_nothing_is_done_there_and_the_words_say_who_does_it(platform: str, act: str) -> None:
    with pytest.raises(Refused, match=r"A person posts this on .*, and attests to it here"):
        ACTS[act](publishers()[platform])


@pytest.mark.parametrize("platform", HAND)
def test_the_text_to_copy_has_the_link_below_and_the_files_in_order(platform: str) -> None:
    saying = Saying(" Closed.\r\nUse Oak Street. ", "Roads", "https://police.example/roads", "en", (photo(),))
    rendering = publishers()[platform].render(saying)
    assert rendering.lacks == ()
    assert [(one.text, one.media) for one in rendering.pieces] == [
        ("Closed.\nUse Oak Street.\n\nhttps://police.example/roads", (0,))
    ]
    assert "A person posts this on" in rendering.notes[0]
    assert rendering == publishers()[platform].render(saying)


@pytest.mark.parametrize(("platform", "most"), [("nextdoor", 8_000), ("nixle", 5_000), ("reddit", 40_000)])
def test_too_long_a_text_says_by_how_much(platform: str, most: int) -> None:
    assert lacks(platform, "a" * most) == ""
    assert f"The text is 2 characters too long: {platform.title()} takes {most:,}." in lacks(platform, "a" * (most + 2))
    assert f"{300_000 - most:,} characters too long" in lacks(platform, "a" * 300_000)


def test_a_title_where_one_is_wanted() -> None:
    assert "Reddit wants a title." in lacks("reddit", title=" ")
    assert "Nixle wants a title." in lacks("nixle", title="")
    assert "The title is one character too long: Reddit takes 300." in lacks("reddit", title="a" * 301)
    assert lacks("nextdoor", title="") == ""


def test_a_title_where_there_is_none_is_left_out_and_that_is_said() -> None:
    rendering = publishers()["nextdoor"].render(Saying("Closed.", "Roads"))
    assert rendering.title == ""
    assert "Nextdoor has no titles: the title is left out." in rendering.notes


@pytest.mark.parametrize("platform", HAND)
def test_files(platform: str) -> None:
    most = publishers()[platform].can.images
    assert f"takes {most} files with one post, not {most + 1}" in lacks(platform, media=(photo(),) * (most + 1))
    assert 'file 1 ("road.jpg") has no alternative text.' in lacks(platform, media=(photo(" "),))


@pytest.mark.parametrize("platform", HAND)
@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "There is nothing to say."),
        ("a\u202eb", "Character 2 of the text is U+202E (RIGHT-TO-LEFT OVERRIDE)"),
        ("a\ufeffb", "Character 2 of the text is U+FEFF (ZERO WIDTH NO-BREAK SPACE)"),
        ("a\ud83d", "Character 2 of the text is half of a character (U+D83D)"),
    ],
)
def test_hostile_texts(platform: str, text: str, said: str) -> None:
    assert said in lacks(platform, text)
    if text:
        assert said.replace("the text", "the title") in lacks(platform, title=text)


def test_a_platform_without_alternative_text_says_so() -> None:
    notes = publishers()["nixle"].render(Saying("Closed.", "Roads", media=(photo(),))).notes
    assert "Nixle has no field for alternative text: say in the text what the picture shows." in notes

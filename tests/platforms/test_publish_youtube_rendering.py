"""What a saying becomes on YouTube, and what must be mended before: nothing here asks the platform."""

import pytest
from tests.platforms.contract.youtubeline import saying, video, youtube


def test_the_text_is_the_description_and_the_notes_tell_what_a_person_must_still_do():
    rendering = youtube.render(saying(link="https://fultongrove.gov/more"))
    assert rendering.title == "Road work on Elm" and rendering.lacks == ()
    assert rendering.pieces[0].text.endswith("\n\nhttps://fultongrove.gov/more")
    assert any("captions" in one for one in rendering.notes) and any("audited" in one for one in rendering.notes)


@pytest.mark.parametrize(
    ("more", "word"),
    [
        ({"title": " "}, "needs a title"),
        ({"title": "t" * 101}, "1 characters too long"),
        ({"title": "🚓" * 51}, "2 characters too long"),
        ({"title": "one\ntwo"}, "one line"),
        ({"title": "Elm <now>"}, "Character 5 of the title is <"),
        ({"text": "a > b"}, "Character 3 of the description is >"),
        ({"text": "é" * 2501}, "2 bytes too long"),
        ({"text": "a" * 300_000}, "295,000 bytes too long"),
        ({"text": "555\u202e0134"}, "Character 4 of the description is U+202E (RIGHT-TO-LEFT OVERRIDE)"),
        ({"title": "ro\u200bad"}, "Character 3 of the title is U+200B (ZERO WIDTH SPACE)"),
        ({"text": "a\ud800"}, "Character 2 of the description is half"),
        ({"title": "\udfff"}, "Character 1 of the title is half"),
        ({"media": ()}, "without a video"),
        ({"media": (video(kind="photo", type="image/jpeg"),)}, "without a video"),
        ({"media": (video(), video())}, "one video"),
        ({"media": (video(type="video/x-msvideo"),)}, "video/x-msvideo"),
        ({"media": (video(size=3 << 30),)}, "bytes"),
        ({"link": "ftp://x"}, "link"),
    ],
)
def test_what_youtube_would_not_take_is_a_lack_with_a_way_to_mend_it(more, word):
    lacks = youtube.render(saying(**more)).lacks
    assert any(word in one.what for one in lacks) and all(one.mend for one in lacks)

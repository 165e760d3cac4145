"""What a saying becomes on Mastodon, and what must be mended before it is sent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from tests.platforms.contract.mastodon import MastodonServer
from tests.platforms.contract.mastodonline import (
    lacks,
    mastodon,
    medium,
    rendered,
)
from tests.platforms.contract.server import serving

from postorders.platforms.publisher import Line
from postorders.platforms.saying import Medium, Saying
from postorders.platforms.wire import Refused


@pytest.fixture
def server() -> Iterator[MastodonServer]:
    with serving(MastodonServer()) as contract:
        assert isinstance(contract, MastodonServer)
        yield contract


@pytest.fixture
def line(server: MastodonServer) -> Line:
    return Line("police@social.example", server.base, {"access_token": server.admit(), "id": "1001"})


class TestRendering:
    def test_a_text_is_published_as_it_is(self) -> None:
        rendering = rendered("Road work on Main Street.\n\nUse Oak Street.  Thank you!")
        assert [piece.text for piece in rendering.pieces] == [
            "Road work on Main Street.\n\nUse Oak Street.  Thank you!"
        ]

    def test_blank_space_that_the_server_drops_is_dropped_before(self) -> None:
        assert rendered("  One. \r\n\r\n\r\n\r\n\tTwo. \n").pieces[0].text == "One.\n\nTwo."

    def test_an_address_counts_23(self) -> None:
        assert len(rendered("a" * 476 + " https://www.police.example/" + "b" * 300).pieces) == 1

    def test_a_long_text_becomes_a_thread_and_the_author_is_told(self) -> None:
        rendering = rendered("The road is closed. " * 60)
        assert all(len(piece.text) <= 500 for piece in rendering.pieces)
        assert rendering.pieces[1].text.endswith("(2/3)")
        assert "thread of 3 posts" in rendering.notes[0]

    def test_marks_after_an_address_count_for_themselves(self) -> None:
        assert len(rendered("a" * 476 + " https://police.example/b").pieces) == 1
        assert len(rendered("a" * 476 + " https://police.example/b.").pieces) == 2

    def test_a_text_of_300_000_characters_is_too_long_for_a_thread(self) -> None:
        assert "289,999 characters too long" in lacks("a b " * 75_000)

    def test_a_link_is_put_below_the_text_and_shown_as_a_card(self) -> None:
        piece = rendered("Road work.", link="https://police.example/roads").pieces[0]
        assert piece.text == "Road work.\n\nhttps://police.example/roads"
        assert piece.card == "https://police.example/roads"

    def test_a_link_in_the_text_is_not_repeated(self) -> None:
        link = "https://police.example/roads"
        assert rendered(f"See {link} for more.", link=link).pieces[0].text == f"See {link} for more."

    def test_a_file_takes_the_place_of_the_card(self) -> None:
        rendering = rendered("Road work.", link="https://police.example/", media=(medium(),))
        assert rendering.pieces[0].card == ""
        assert "no card beside a file" in rendering.notes[0]

    def test_the_title_is_left_out_and_that_is_said(self) -> None:
        assert rendered("Road work.", title="Roads").notes == ("Mastodon has no titles: the title is left out.",)

    def test_it_asks_no_one_and_gives_the_same_each_time(self) -> None:
        saying = Saying("The road is closed. " * 60, media=(medium(),))
        assert mastodon.render(saying) == mastodon.render(saying)

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("", "There is nothing to say."),
            (" \n ", "There is nothing to say."),
            ("Suspect \u202edetserra", "Character 9 of the text is U+202E (RIGHT-TO-LEFT OVERRIDE)"),
            ("pol\u200bice", "Character 4 of the text is U+200B (ZERO WIDTH SPACE)"),
            ("pol\u200dice", "Character 4 of the text is U+200D (ZERO WIDTH JOINER)"),
            ("half \ud83d", "Character 6 of the text is half of a character (U+D83D)"),
            ("bell \x07", "Character 6 of the text is U+0007 (a control character)"),
        ],
    )
    def test_what_a_text_lacks(self, text: str, said: str) -> None:
        assert said in lacks(text)

    @pytest.mark.parametrize("text", ["👨‍👩‍👧 Family day", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "👮🏽‍♀️", "می‌خواهم", "⚠️ Caution", "Cuidado, señor"])
    def test_what_joins_signs_is_left_alone(self, text: str) -> None:
        assert lacks(text) == ""

    def test_many_unseen_characters_are_counted(self) -> None:
        assert "7 more characters cannot be seen." in lacks("a" + "\u200b" * 12)

    @pytest.mark.parametrize(
        ("file", "said"),
        [
            (medium(alt=" "), 'file 1 ("IMG_0417.jpg") has no alternative text.'),
            (medium(alt="a" * 1502), "2 characters too long"),
            (medium(alt="a\u202eb"), "RIGHT-TO-LEFT OVERRIDE"),
            (medium(type="image/svg+xml"), "of the type image/svg+xml"),
            (medium(kind="document", type="application/pdf"), "of the type application/pdf"),
            (replace(medium(), size=16_000_001), "16,000,001 bytes; 16,000,000 are taken"),
            (medium(body=b""), "is empty"),
            (medium(width=8000, height=6000), "8000 by 6000 pixels"),
            (medium(type="image/gif"), "1600 by 900 pixels"),
            (replace(medium(kind="video", type="video/mp4"), size=99_000_001), "99,000,000 are taken"),
        ],
    )
    def test_what_a_file_lacks(self, file: Medium, said: str) -> None:
        assert said in lacks(media=(file,))

    def test_too_many_files(self) -> None:
        assert "5 files are too many" in lacks(media=(medium(),) * 5)
        assert "goes alone" in lacks(media=(medium(), medium(kind="video", type="video/mp4")))

    @pytest.mark.parametrize(
        "link", ["javascript:alert(1)", "https://", "police.example", "https://a b", "https://[::"]
    )
    def test_a_link_is_the_address_of_a_page(self, link: str) -> None:
        assert "The link is not the address of a page." in lacks(link=link)

    def test_what_lacks_something_is_not_sent(self, server: MastodonServer, line: Line) -> None:
        with pytest.raises(Refused, match="ZERO WIDTH"):
            mastodon.publish(line, mastodon.render(Saying("pol\u200bice")), "key", 0, ())
        assert server.asked == []

"""Which characters count as not to be seen: what newer emoji and flags are made of does not, a stray joiner does."""

from __future__ import annotations

import pytest

from postorders.desk.register.texts import unseen

ENGLAND = "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"


@pytest.mark.parametrize(
    "text",
    [
        "Road closed \U0001fae8",  # shaking face, Unicode 15
        "Ride along \U0001f642\u200d\u2194\ufe0f",  # head shaking, Unicode 15.1
        "Fire drill \U0001f426\u200d\U0001f525",  # phoenix, Unicode 15.1
        "\U0001f3f3\ufe0f\u200d\U0001f308",
        f"Visitors from {ENGLAND}",
        "\u0646\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",  # Persian, whose letters need the non-joiner
    ],
    ids=ascii,
)
def test_what_emoji_flags_and_scripts_are_made_of_is_taken(text: str) -> None:
    assert unseen(text) == ""


@pytest.mark.parametrize(
    ("text", "one"),
    [
        ("Main\u200dStreet", "\u200d"),
        ("\u200dMain Street", "\u200d"),
        ("Main\u200cStreet", "\u200c"),
        ("Badge \U0001f6a8\u200d", "\u200d"),
        ("A\U000e0067", "\U000e0067"),
        (f"{ENGLAND[:3]} cut off", "\U000e0067"),
        ("Main\nStreet", "\n"),
    ],
    ids=ascii,
)
def test_a_stray_joiner_or_tag_is_found(text: str, one: str) -> None:
    assert unseen(text) == one


def test_line_ends_and_tabs_are_taken_where_lines_are() -> None:
    assert unseen("One\n\tTwo", lines=True) == ""

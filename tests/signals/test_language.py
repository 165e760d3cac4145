"""Words in another language are named as not checked; English with a few foreign words is not."""

from __future__ import annotations

import pytest

from postorders.signals.language import unread


@pytest.mark.parametrize(
    ("words", "declared", "says"),
    [
        ("Gracias a la policía por todo lo que hizo con los niños.", "", "It reads as Spanish"),
        ("Спасибо полиции за помощь", "", "not in the Latin alphabet"),
        ("感謝警察的幫助", "", "not in the Latin alphabet"),
        ("Merci à tous", "fr", "It is marked as 'fr'"),
        ("Thank you", "es-MX", "It is marked as 'es-MX'"),
    ],
)
def test_it_is_not_read(words: str, declared: str, says: str) -> None:
    assert unread(words, declared).startswith((says, "Most of it is " + says))


@pytest.mark.parametrize(
    ("words", "declared"),
    [
        ("Thank you, Fulton Grove!", ""),
        ("Thank you, Fulton Grove!", "en"),
        ("Thank you, Fulton Grove!", "en-US"),
        ("La fiesta is on Saturday at the park and we hope to see you", ""),
        ("𝐓𝐡𝐚𝐧𝐤 𝐲𝐨𝐮, 𝐅𝐮𝐥𝐭𝐨𝐧 𝐆𝐫𝐨𝐯𝐞", ""),
        ("", ""),
        ("🚓🚓🚓", ""),
        ("Los Angeles", ""),
    ],
)
def test_it_is_read(words: str, declared: str) -> None:
    assert unread(words, declared) == ""

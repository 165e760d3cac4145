"""Which keys are those of the account that the register names: by its name, its number, and on its server."""

from __future__ import annotations

import pytest
from tests.desk.cast import World
from tests.desk.connect.scene import listed

from postorders.desk.base.act import Refused
from postorders.desk.connect.own import need_own
from postorders.platforms.publisher import Opened

pytestmark = pytest.mark.both
CHANNEL = "UCfultonGrovePolice00-01"
DID = "did:plc:abcdefghijklmnopqrstuvwx"


@pytest.mark.parametrize(
    ("url", "handle", "number", "same"),
    [
        ("https://x.com/FultonGrovePD", "@fultongrovepd", "4711", True),
        ("https://x.com/FultonGrovePD", "FultonGrovePD1", "4711", False),
        ("https://x.com/FultonGrovePD", "", "4711", False),
        ("https://x.com/i/user/4711", "Renamed", "4711", True),
        ("https://x.com/i/user/4711", "4712", "4712", False),
        ("https://www.facebook.com/Fulton.Grove.PD", "FultonGrovePD", "100064000000001", True),
        ("https://www.facebook.com/profile.php?id=100064000000001", "FultonGrovePD", "100064000000001", True),
        ("https://www.facebook.com/groups/fultongrovepd", "FultonGrovePD", "100064000000001", False),
        ("https://www.instagram.com/fulton.grove/", "fultongrove", "17841400000000001", False),
        (f"https://www.youtube.com/channel/{CHANNEL}", "fultongrovepd", CHANNEL, True),
        (f"https://www.youtube.com/channel/{CHANNEL}", "fultongrovepd", CHANNEL.swapcase(), False),
        ("https://www.youtube.com/c/FultonGrovePD", "fultongrovepd", CHANNEL, True),
        ("https://www.youtube.com/user/fultongrove", "fultongrovepd", CHANNEL, False),
        (f"https://bsky.app/profile/{DID}", "police.example", DID, True),
        ("https://bsky.app/profile/police.example", "Police.example", DID, True),
        ("https://bsky.app/profile/police.example", "police.example.org", DID, False),
        ("https://social.example/@police", "police@social.example", "1", True),
        ("https://social.example/@police", "police@elsewhere.example", "1", False),
    ],
)
def test_keys_are_of_the_account_that_the_register_names(
    world: World, url: str, handle: str, number: str, same: bool
) -> None:
    one = listed(world.bluff, url)
    if same:
        need_own(one, Opened({}, handle, number))
        return
    with pytest.raises(Refused, match="These keys open"):
        need_own(one, Opened({}, handle, number))


def test_a_person_chooses_only_where_the_register_has_a_number(world: World) -> None:
    numbered = listed(world.bluff, "https://www.facebook.com/profile.php?id=61550000000017")
    need_own(numbered, Opened({}, "FultonGrovePD", "100064000000001"), "100064000000001")
    with pytest.raises(Refused, match=r"FultonGrovePD \(100064000000001\)"):
        need_own(numbered, Opened({}, "FultonGrovePD", "100064000000001"), "100064000000002")
    with pytest.raises(Refused, match="These keys open"):
        need_own(listed(world.bluff, "https://www.facebook.com/Fire"), Opened({}, "Police", "17"), "17")

"""Reddit is posted to by a person: each community has rules of its own, and many remove what a program posts."""

from postorders.platforms.can import Can
from postorders.platforms.hand import Hand
from postorders.platforms.publisher import Publisher
from postorders.platforms.reddit.platform import PLATFORM

PUBLISHER: Publisher = Hand(
    PLATFORM,
    Can(
        text=40_000,
        title=300,
        title_needed=True,
        images=20,
        image_bytes=20_000_000,
        source="https://www.reddit.com/dev/api/#POST_api_submit",
        delete=False,
        reads=False,
        finds=False,
        by_hand=True,
        sign_in="none",
        as_of="2026-11-22",
    ),
)

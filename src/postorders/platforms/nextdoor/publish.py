"""Nextdoor is posted to by a person: its interface for agencies is opened to chosen partners alone.

What its composer takes is not stated in public. These limits are set low, so that nothing approved here is cut there.
"""

from postorders.platforms.can import Can
from postorders.platforms.hand import Hand
from postorders.platforms.nextdoor.platform import PLATFORM
from postorders.platforms.publisher import Publisher

PUBLISHER: Publisher = Hand(
    PLATFORM,
    Can(
        text=8_000,
        images=10,
        image_bytes=5_000_000,
        source="https://developer.nextdoor.com/",
        delete=False,
        reads=False,
        finds=False,
        by_hand=True,
        sign_in="none",
        as_of="2026-11-22",
    ),
)

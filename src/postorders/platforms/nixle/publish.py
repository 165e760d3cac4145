"""Nixle messages are sent by a person: Nixle offers departments no public interface.

It states no limits either. These are set low, so that what is approved here is not cut there.
"""

from postorders.platforms.can import Can
from postorders.platforms.hand import Hand
from postorders.platforms.nixle.platform import PLATFORM
from postorders.platforms.publisher import Publisher

PUBLISHER: Publisher = Hand(
    PLATFORM,
    Can(
        text=5_000,
        title=100,
        title_needed=True,
        images=1,
        image_bytes=5_000_000,
        source="https://supportcenter.nixle.com/hc/en-us",
        delete=False,
        reads=False,
        finds=False,
        by_hand=True,
        sign_in="none",
        as_of="2026-11-22",
    ),
)

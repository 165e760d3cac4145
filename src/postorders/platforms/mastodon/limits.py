"""What Mastodon can do, with the limits it is delivered with.

A server may set its own (`GET /api/v2/instance`). A rendering is made without asking anyone, so it keeps to these.
"""

from postorders.platforms.can import Can

SCOPES = ("read:statuses", "write:statuses", "write:media")
MOST_PIECES = 20  # posts of one thread; nobody reads a longer one
IMAGE_PIXELS, VIDEO_PIXELS, GIF_PIXELS = 33_177_600, 8_294_400, 921_600

CAN = Can(
    text=500,
    url_counts=23,
    images=4,
    image_bytes=16_000_000,
    image_types=("image/jpeg", "image/png", "image/gif", "image/webp"),
    alt=1500,
    video=99_000_000,
    video_types=("video/mp4", "video/quicktime", "video/webm"),
    threads=True,
    card=True,
    edit="history",
    keys=True,
    scopes=("profile", *SCOPES),
    source="https://docs.joinmastodon.org/user/posting/",
    as_of="2026-11-22",
)

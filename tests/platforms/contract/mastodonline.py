"""What the tests of Mastodon share: files, renderings, and posts of every piece."""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from postorders.platforms.mastodon.publish import Mastodon
from postorders.platforms.publisher import Line
from postorders.platforms.saying import Medium, Placed, Rendering, Saying

POSTING, STATUSES = "POST /api/v1/statuses", "/api/v1/statuses"


LIST = r"GET /api/v1/accounts/1001/statuses"


BACK = "https://desk.example/release/accounts/back"


PICTURE = b"\xff\xd8\xff" + b"a photo of a road" * 20


mastodon = Mastodon(pause=0.01, patience=0.5)


def medium(alt: str = "A closed road.", body: bytes = PICTURE, **more: Any) -> Medium:
    given = {"kind": "photo", "name": "IMG_0417.jpg", "type": "image/jpeg", "width": 1600, "height": 900, **more}
    return Medium(size=len(body), sha256=sha256(body).hexdigest(), alt=alt, read=lambda: body, **given)


def rendered(text: str, **more: Any) -> Rendering:
    rendering = mastodon.render(Saying(text, **more))
    assert rendering.lacks == ()
    return rendering


def post(line: Line, rendering: Rendering, key: str = "release-1") -> list[Placed]:
    places: list[Placed] = []
    for index in range(len(rendering.pieces)):
        places.append(mastodon.publish(line, rendering, key, index, tuple(places)))
    return places


def now() -> str:
    return datetime.now(UTC).isoformat()


def lacks(text: str = "Main Street is closed.", **more: Any) -> str:
    return " ".join(f"{lack.what} {lack.mend}" for lack in mastodon.render(Saying(text, **more)).lacks)

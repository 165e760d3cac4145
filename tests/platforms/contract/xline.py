"""What the tests of X share: an account connected as a person connects it, a picture and a video."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

from tests.platforms.contract.x import CLIENT, SECRET

from postorders.platforms.publisher import Line
from postorders.platforms.saying import Medium
from postorders.platforms.x.publish import X

BACK = "https://desk.fultongrove.example/back"


x = X(pause=0)


def settings(server, **more):
    return {"client_id": CLIENT, "client_secret": SECRET, "server": server.base, **more}


def connected(server):
    asking = x.connect(settings(server), BACK)
    got = x.finish(settings(server), asking.keep, server.allow(asking.url))
    return Line(got.handle, server.base, got.secrets)


def photo(alt="Two officers beside a patrol car", body=b"\xff\xd8 picture", **more):
    digest = hashlib.sha256(body).hexdigest()
    return Medium(
        **{
            "kind": "photo",
            "name": "car.jpg",
            "type": "image/jpeg",
            "size": len(body),
            "sha256": digest,
            "alt": alt,
            "read": lambda: body,
            **more,
        }
    )


def video(body=b"\0\0\0 ftyp", **more):
    return photo(**{"kind": "video", "name": "road.mp4", "type": "video/mp4", "alt": "", "body": body, **more})


def sent(server, line, saying, key="k"):
    rendering = x.render(saying)
    assert rendering.lacks == ()
    places = ()
    for index in range(len(rendering.pieces)):
        places += (x.publish(line, rendering, key, index, places),)
    return rendering, places


def now():
    return datetime.now(UTC).isoformat()

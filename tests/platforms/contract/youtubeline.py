"""What the tests of YouTube share: a channel connected as a person connects it, and a video."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

from tests.platforms.contract.youtube import CLIENT, SECRET

from postorders.platforms.publisher import Line
from postorders.platforms.saying import Medium, Saying
from postorders.platforms.youtube.publish import YouTube

BACK = "https://desk.fultongrove.example/back"


PUTS = "PUT /upload/youtube/v3/videos"


youtube = YouTube(pause=0)


def settings(server, **more):
    return {"client_id": CLIENT, "client_secret": SECRET, "server": server.base, **more}


def connected(server):
    asking = youtube.connect(settings(server), BACK)
    got = youtube.finish(settings(server), asking.keep, server.allow(asking.url))
    return Line(got.handle, server.base, got.secrets)


def video(body=b"\0\0\0 ftypisom", **more):
    digest = hashlib.sha256(body).hexdigest()
    return Medium(
        **{
            "kind": "video",
            "name": "road.mp4",
            "type": "video/mp4",
            "size": len(body),
            "sha256": digest,
            "read": lambda: body,
            **more,
        }
    )


def saying(**more):
    return Saying(
        **{
            "text": "Elm Street & 5th: see https://fultongrove.gov/elm.",
            "title": "Road work on Elm",
            "media": (video(),),
            **more,
        }
    )


def sent(line, said):
    rendering = youtube.render(said)
    assert rendering.lacks == ()
    return rendering, youtube.publish(line, rendering, "k", 0, ())


def now():
    return datetime.now(UTC).isoformat()

"""Sending the files of a post, and waiting until the server has worked them up."""

from __future__ import annotations

import hashlib
import time
from urllib.parse import quote

from postorders.platforms.mastodon.ask import ask, entity, harmless
from postorders.platforms.saying import Medium
from postorders.platforms.wire import Gone, Refused, Trouble, Unavailable
from postorders.words import _

_ENDS = {
    "image/jpeg": "jpg", "image/png": "png", "image/gif": "gif", "image/webp": "webp",
    "video/mp4": "mp4", "video/quicktime": "mov", "video/webm": "webm",
}  # fmt: skip
_NEEDS = "write:media"
_LONGEST_PAUSE = 10.0
_UPLOAD_SECONDS = 120.0


def upload(server: str, key: str, medium: Medium, pause: float, patience: float) -> str:
    """Sends a file with its alternative text; its id once it can be attached.

    Nothing is published by this, so every outcome may be tried again. `pause` is the first wait between two looks,
    `patience` the longest time in seconds until Unavailable is raised. The file's own name is not sent.
    """
    body = medium.read()
    if hashlib.sha256(body).hexdigest() != medium.sha256:
        raise Refused(_('The file "{name}" is not the one that was approved.').format(name=medium.name))
    name = f"{medium.sha256[:16]}.{_ENDS.get(medium.type, 'bin')}"
    form = {"description": medium.alt.strip()} if medium.alt.strip() else {}
    try:
        answer = ask(
            "POST", server, "/api/v2/media", key=key, needs=_NEEDS, form=form,
            files={"file": (name, body, medium.type)}, timeout=_UPLOAD_SECONDS,
        )  # fmt: skip
        given = str(entity(answer)["id"])
        if answer.status == 202:
            _wait(server, key, given, pause, patience)
    except Gone as trouble:
        raise Unavailable(trouble.told) from None
    except Trouble as trouble:
        raise harmless(trouble) from None
    return given


def _wait(server: str, key: str, given: str, pause: float, patience: float) -> None:
    until = time.monotonic() + patience
    while time.monotonic() < until:
        time.sleep(pause)
        pause = min(pause * 1.5, _LONGEST_PAUSE)
        answer = ask("GET", server, f"/api/v1/media/{quote(given, safe='')}", key=key, needs=_NEEDS)
        if answer.status not in (202, 206):
            return
    raise Unavailable(_("The server still works on a file. Nothing was published; try again in a minute."), 60.0)

"""Sending pictures and videos to X ahead of the post that carries them: open, append in parts, close, wait.

Source: https://docs.x.com/x-api/media/quickstart/media-upload-chunked (2026-11-22). None of it is seen by a reader
before a post names it: whatever fails here may be tried again.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Mapping
from typing import Any

from postorders.platforms.plain import plain
from postorders.platforms.publisher import Line
from postorders.platforms.saying import Medium
from postorders.platforms.told import dig, harmless
from postorders.platforms.wire import Refused, Unavailable, Unknown
from postorders.platforms.x import api
from postorders.words import _

PART = 4 << 20  # bytes of one part
LOOKS = 60  # how often a video's processing is asked for
_NEEDS = "media.write"


def upload(line: Line, medium: Medium, pause: float) -> str:
    """X's id of the medium, once X is ready to show it with its alternative text. `pause` is the most seconds between
    two looks. Raises Refused for bytes that are not those approved, or that X cannot process."""
    body = medium.read()
    if len(body) != medium.size or (medium.sha256 and hashlib.sha256(body).hexdigest() != medium.sha256):
        raise Refused(_("{name} is not the file that was approved. Add it again.").format(name=medium.name))
    with harmless():
        number = _begun(line, medium)
        for index, at in enumerate(range(0, len(body), PART)):
            part = ("part", body[at : at + PART], "application/octet-stream")
            api.ask(
                line, "POST", f"/2/media/upload/{number}/append", _NEEDS, form={"segment_index": str(index)},
                files={"media": part}, timeout=60,
            )  # fmt: skip
        told = api.ask(line, "POST", f"/2/media/upload/{number}/finalize", _NEEDS, timeout=60).data()
        _wait(line, number, dig(told, "data", "processing_info"), pause)
        if medium.alt and medium.kind == "photo":
            described = {"id": number, "metadata": {"alt_text": {"text": medium.alt}}}
            api.ask(line, "POST", "/2/media/metadata", _NEEDS, json_body=described)
    return number


def _begun(line: Line, medium: Medium) -> str:
    category = "tweet_video" if medium.kind == "video" else "tweet_image"
    wanted = {"media_type": medium.type, "total_bytes": medium.size, "media_category": category}
    told = api.ask(line, "POST", "/2/media/upload/initialize", _NEEDS, json_body=wanted).data()
    number = str(dig(told, "data").get("id", ""))
    if not api.NUMBER.fullmatch(number):
        raise Unknown(_("X gave the file no number."))
    return number


def _wait(line: Line, number: str, info: Mapping[str, Any], pause: float) -> None:
    for _look in range(LOOKS):
        state = info.get("state", "succeeded")
        if state == "succeeded":
            return
        if state == "failed":
            words = plain(str(dig(info, "error").get("message", "")))
            raise Refused(_("X could not process the file. {words}").format(words=words).strip())
        after = info.get("check_after_secs")
        time.sleep(min(after if isinstance(after, int | float) and after > 0 else 1, pause))
        query = {"command": "STATUS", "media_id": number}
        told = api.ask(line, "GET", "/2/media/upload", _NEEDS, query=query).data()
        info = dig(told, "data", "processing_info")
    raise Unavailable(_("X is still processing the file. Nothing was posted."), 60)

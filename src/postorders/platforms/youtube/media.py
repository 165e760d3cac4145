"""Sending a video to YouTube: a session is opened, the bytes go in parts, and a part that got lost is asked after.

Source: https://developers.google.com/youtube/v3/guides/using_resumable_upload_protocol (2026-11-22). No video exists
until the last byte has arrived: what fails before may be tried again; what fails with the last part is unknown until
the session says what it has.
"""

from __future__ import annotations

import hashlib
import re
import time
from typing import Any
from urllib.parse import urlsplit

from postorders.platforms import wire
from postorders.platforms.publisher import Line
from postorders.platforms.saying import Medium
from postorders.platforms.told import harmless
from postorders.platforms.wire import Answer, Gone, Refused, Trouble, Unavailable, Unknown
from postorders.platforms.youtube import api
from postorders.words import _

PART = 8 << 20  # bytes of one part: a multiple of 256 KiB
TRIES = 5  # failures in a row before it is given up
_RANGE = re.compile(r"bytes=0-(\d{1,15})")


def upload(line: Line, medium: Medium, about: dict[str, Any], pause: float) -> dict[str, Any]:
    """YouTube's words about the new video. `about` is its snippet and status; `pause` the most seconds between tries.
    Raises Refused for bytes that are not those approved."""
    body = medium.read()
    if len(body) != medium.size or (medium.sha256 and hashlib.sha256(body).hexdigest() != medium.sha256):
        raise Refused(_("{name} is not the file that was approved. Add it again.").format(name=medium.name))
    with harmless():
        session = _begun(line, medium, about)
    return _Session(line, session, body, pause).run()


def _begun(line: Line, medium: Medium, about: dict[str, Any]) -> str:
    headers = {"X-Upload-Content-Length": str(medium.size), "X-Upload-Content-Type": medium.type}
    answer = api.ask(
        line, "POST", "/upload/youtube/v3/videos", api.UPLOAD, json_body=about, headers=headers,
        query={"uploadType": "resumable", "part": "snippet,status"},
    )  # fmt: skip
    session = answer.headers.get("location", "")
    asked, given = urlsplit(line.server or api.SERVER), urlsplit(session)
    if (given.scheme, given.netloc) != (asked.scheme, asked.netloc) or not api.SECRET.fullmatch(session):
        raise Unavailable(_("YouTube named another server for the video. Nothing was sent there."))
    return session


class _Session:
    """One upload: where it stands, and what is to be done after each answer."""

    def __init__(self, line: Line, url: str, body: bytes, pause: float) -> None:
        self.line, self.url, self.body, self.pause = line, url, body, pause
        self.at = self.failures = 0
        self.left = 20 + 4 * (len(body) // PART + 1)  # requests before it is given up, whatever is answered
        self.ended = False  # the last byte has left: a video may exist

    def run(self) -> dict[str, Any]:
        """The parts in turn. Raises Unknown once the last byte has left and nothing says what became of it."""
        answer = self._part()
        while self.failures < TRIES and self.left > 0:
            if answer is not None and answer.status in (200, 201):
                return self._video(answer)
            if answer is not None and answer.status == 308:
                self._moved(answer)
                answer = self._part()
                continue
            self.failures += 1
            time.sleep(min(self.pause, 2.0**self.failures))
            answer = self._put(b"", f"bytes */{len(self.body)}")
        raise self._lost(_("YouTube did not say what became of the video."))

    def _part(self) -> Answer | None:
        end = min(self.at + PART, len(self.body))
        self.ended = self.ended or end == len(self.body)
        return self._put(self.body[self.at : end], f"bytes {self.at}-{end - 1}/{len(self.body)}")

    def _put(self, part: bytes, where: str) -> Answer | None:
        """The answer to a part; None where there is none, or one that says nothing of the video."""
        self.left -= 1
        headers = {**api.bearer(self.line), "Content-Range": where, "Content-Type": "application/octet-stream"}
        try:
            answer = wire.send("PUT", self.url, headers=headers, body=part, timeout=120)
        except (Unavailable, Unknown):
            return None
        if answer.status < 300 or answer.status == 308:
            return answer
        if answer.status >= 500:
            return None
        try:
            return api.checked(answer, api.UPLOAD, (*self.line.secrets.values(), self.url))
        except Trouble as trouble:
            if isinstance(trouble, Gone) or (self.ended and not part):
                raise self._lost(trouble.told) from None
            raise

    def _moved(self, answer: Answer) -> None:
        found = _RANGE.fullmatch(answer.headers.get("range", ""))
        at = int(found[1]) + 1 if found else 0
        self.failures = 0 if self.at < at < len(self.body) else self.failures + 1
        self.ended = self.ended and at >= len(self.body)
        self.at = at if at < len(self.body) else self.at

    def _video(self, answer: Answer) -> dict[str, Any]:
        told = answer.data()
        if not isinstance(told, dict) or not api.VIDEO.fullmatch(str(told.get("id", ""))):
            raise Unknown(_("YouTube took the video and did not say where it stands."))
        return told

    def _lost(self, words: str) -> Unknown | Unavailable:
        return Unknown(words) if self.ended else Unavailable(words, 60)

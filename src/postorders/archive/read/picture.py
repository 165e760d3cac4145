"""Pictures: a person's evidence, without words that a machine may read."""

from __future__ import annotations

from collections.abc import Collection

from postorders.archive.capture import Capture
from postorders.errors import refuse
from postorders.posts.page import Page
from postorders.words import _

_SIDE, _AREA = 40_000, 200_000_000  # pixels; beyond them a viewer may run out of memory


def picture(capture: Capture, _walls: Collection[str] = ()) -> Page:
    """A page in `picture` trouble. The picture is never unpacked; its header tells how large it is."""
    check(capture.body, capture.name)
    return Page(trouble="picture")


def check(data: bytes, name: str = "") -> None:
    """Raises InputError for a picture that is damaged, or so large that no screen ever showed it."""
    width, height = size(data)
    if not width or not height:
        raise refuse(_("This picture cannot be read; it may be damaged."), _("Take the screenshot again."), name)
    if max(width, height) > _SIDE or width * height > _AREA:
        raise refuse(_("This picture is larger than any screen."), _("Take a screenshot in parts."), name)


def kind(data: bytes) -> str:
    """The media type of a picture by its first bytes, "" for anything else."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if data.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if data.startswith((b"GIF87a", b"GIF89a")):
        return "image/gif"
    return "image/webp" if data.startswith(b"RIFF") and data[8:12] == b"WEBP" else ""


def size(data: bytes) -> tuple[int, int]:
    """Width and height in pixels by the header, (0, 0) where there is none."""
    found = {"image/png": _png, "image/jpeg": _jpeg, "image/gif": _gif, "image/webp": _webp}.get(kind(data))
    return found(data) if found else (0, 0)


def _png(data: bytes) -> tuple[int, int]:
    return (_big(data[16:20]), _big(data[20:24])) if data[12:16] == b"IHDR" else (0, 0)


def _gif(data: bytes) -> tuple[int, int]:
    return _little(data[6:8]), _little(data[8:10])


def _webp(data: bytes) -> tuple[int, int]:
    form = data[12:16]
    if form == b"VP8X" and len(data) >= 30:
        return _little(data[24:27]) + 1, _little(data[27:30]) + 1
    if form == b"VP8L" and len(data) >= 25:
        bits = _little(data[21:25])
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    return (_little(data[26:28]) & 0x3FFF, _little(data[28:30]) & 0x3FFF) if form == b"VP8 " else (0, 0)


def _jpeg(data: bytes) -> tuple[int, int]:
    """From segment to segment until the one that begins a frame."""
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            return _big(data[at + 7 : at + 9]), _big(data[at + 5 : at + 7])
        at += 1 if marker == 0xFF else 2 + max(2, _big(data[at + 2 : at + 4]))
    return 0, 0


def _big(some: bytes) -> int:
    return int.from_bytes(some, "big")


def _little(some: bytes) -> int:
    return int.from_bytes(some, "little")

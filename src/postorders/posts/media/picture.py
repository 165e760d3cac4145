"""A picture drawn anew: what is seen stays, whatever else the file held is gone."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from postorders.errors import InputError, refuse
from postorders.posts.media import color, hidden
from postorders.posts.media.limits import check_pixels, damaged
from postorders.posts.media.note import Note
from postorders.posts.media.told import told
from postorders.posts.media.walk import walk
from postorders.words import _

if TYPE_CHECKING:
    from PIL.Image import Image

_FORMATS = {
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "image/gif": "GIF",
    "image/webp": "WEBP",
    "image/avif": "AVIF",
}
_MOVES = ("GIF", "WEBP")
_ORIENTATION = 0x0112
_LONGEST = 60_000  # milliseconds that one frame is taken to stand


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture drawn anew: its bytes, its size in pixels, the seconds an animation runs, and what was found."""

    data: bytes
    width: int
    height: int
    seconds: float
    notes: list[Note]


def draw(data: bytes, type: str, name: str) -> Drawn:
    """The picture of this media type, upright and without metadata; equal bytes give equal bytes.

    Raises InputError for what is damaged, too large, or of a type that this machine cannot draw.
    """
    found = walk(type, data, name)
    _refuse_unable(type, name)
    try:
        return _draw(data, _FORMATS[type], found.end, found.parts, name)
    except InputError:
        raise
    except Exception:  # broken pictures raise whatever their bytes lead to
        raise damaged(name) from None


def _refuse_unable(type: str, name: str) -> None:
    from PIL import features

    if type == "image/avif" and not features.check("avif"):
        raise refuse(_("AVIF pictures cannot be read on this server."), _("Save it as JPEG or PNG."), name)


def _draw(data: bytes, format: str, end: int, parts: set[str], name: str) -> Drawn:
    from PIL import Image

    with Image.open(io.BytesIO(data), formats=[format]) as image:
        count = int(getattr(image, "n_frames", 1)) if format != "JPEG" else 1
        check_pixels(*image.size, count, name)
        image.load()
        notes = [*told(image, data, parts), *hidden.tail(data, end), *_script(data[:end])]
        notes += _turned(image) + _stopped(format, count)
        frames = _frames(image, count if format in _MOVES else 1, name)
        first, duration = next(frames)
        first, profile, changes = color.settle(first)
        out = io.BytesIO()
        seconds = 0.0
        if count > 1 and format in _MOVES:
            way = _way(image, data, format) | ({"icc_profile": profile} if profile and format == "WEBP" else {})
            seconds = _save_moving(out, format, first, duration, frames, way)
        else:
            _save_still(out, format, first, profile, _way(image, data, format))
        return Drawn(out.getvalue(), *first.size, seconds, [*notes, *changes])


def _frames(image: Image, count: int, name: str) -> Iterator[tuple[Image, int]]:
    """Each frame upright, with nothing but its pixels and its transparency, and the milliseconds it stands."""
    from PIL import ImageOps

    for index in range(count):
        image.seek(index)
        check_pixels(*image.size, count, name)
        frame = ImageOps.exif_transpose(image)
        duration = frame.info.get("duration", 0)
        for key in frame.info.keys() - {"transparency", "icc_profile"}:
            del frame.info[key]
        yield frame, max(0, min(round(duration), _LONGEST))


def _way(image: Image, data: bytes, format: str) -> dict[str, Any]:
    """How the picture is written, near to how it was."""
    if format == "JPEG":
        from PIL.JpegImagePlugin import get_sampling

        sampling = get_sampling(image) if hasattr(image, "layer") else -1
        return {"quality": 90, "subsampling": sampling if sampling in (0, 1, 2) else 2, "optimize": True}
    if format == "WEBP":
        return {"lossless": b"VP8L" in data[:4096], "quality": 90, "method": 4, "loop": image.info.get("loop", 0)}
    if format == "GIF":
        return {"loop": image.info["loop"]} if "loop" in image.info else {}
    return {"quality": 80, "speed": 8, "max_threads": 1} if format == "AVIF" else {}


def _save_still(out: io.BytesIO, format: str, image: Image, profile: bytes, way: dict[str, Any]) -> None:
    image.info.pop("icc_profile", None)
    if format == "JPEG" and image.mode not in ("L", "RGB"):
        image = image.convert("RGB")
    way.pop("loop", None)
    if profile and format != "GIF":
        way["icc_profile"] = profile
    image.save(out, format, **way)


def _save_moving(
    out: io.BytesIO,
    format: str,
    first: Image,
    duration: int,
    frames: Iterator[tuple[Image, int]],
    way: dict[str, Any],
) -> float:
    rest, durations = [], [duration]
    for frame, each in frames:
        rest.append(color.settle(frame)[0])
        durations.append(each)
    for frame in (first, *rest):
        frame.info.pop("icc_profile", None)
    if format == "GIF":
        clear = any("transparency" in frame.info or frame.mode == "RGBA" for frame in (first, *rest))
        way["disposal"] = 2 if clear else 0
    first.save(out, format, save_all=True, append_images=rest, duration=durations, **way)
    return sum(durations) / 1000


def _turned(image: Image) -> list[Note]:
    if image.getexif().get(_ORIENTATION, 1) in range(2, 9):
        return [Note("changed", "turned", _("The picture was turned upright, as its camera noted."))]
    return []


def _stopped(format: str, count: int) -> list[Note]:
    if count < 2 or format in _MOVES:
        return []
    return [Note("warning", "frames", _("The file holds several pictures; only the first is in the copy."))]


def _script(data: bytes) -> list[Note]:
    if not hidden.page_in(data):
        return []
    return [Note("warning", "script", _("A web page or script stood inside the picture. The copy does not have it."))]

"""A small copy of a picture, for a page that shows many: drawn anew, so that it holds nothing but what is seen."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from postorders.posts.media.limits import damaged

if TYPE_CHECKING:
    from PIL.Image import Image

MOST = 640  # pixels of the longer side
TYPE = "image/webp"


def size(width: int, height: int) -> tuple[int, int]:
    """The pixels of the small copy of a picture of that size; a picture that is small already keeps its own."""
    part = min(MOST / max(width, height, 1), 1)
    return max(round(width * part), 1), max(round(height * part), 1)


def small(data: bytes, name: str) -> bytes:
    """A WebP of a cleaned picture, at most `MOST` pixels wide and high; of one that moves the first picture.

    Raises InputError for what cannot be drawn.
    """
    from PIL import Image as pictures

    try:
        with pictures.open(io.BytesIO(data)) as image:
            wanted = size(*image.size)
            image.draft("RGB", wanted)
            profile = image.info.get("icc_profile", b"") if image.mode in ("RGB", "RGBA", "P") else b""
            drawn = _colors(image).resize(wanted, pictures.Resampling.LANCZOS)
    except Exception:  # broken pictures raise whatever their bytes lead to
        raise damaged(name) from None
    out = io.BytesIO()
    drawn.save(out, "WEBP", quality=80, method=4, icc_profile=profile)
    return out.getvalue()


def _colors(image: Image) -> Image:
    """The picture in the colors that a WebP can hold: gray of sixteen bits is brought down to eight."""
    if image.mode.startswith("I"):
        return image.convert("I").point(lambda value: value / 256).convert("RGB")
    alpha = "A" in image.getbands() or "transparency" in image.info
    return image.convert("RGBA" if alpha else "RGB")

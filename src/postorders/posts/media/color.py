"""Color profiles: one that is small and well formed is kept, any other makes way for sRGB."""

from __future__ import annotations

import io
import struct
from typing import TYPE_CHECKING

from postorders.posts.media.hidden import page_in
from postorders.posts.media.note import Note
from postorders.words import _

if TYPE_CHECKING:
    from PIL.Image import Image

MOST = 16 * 1024  # bytes; the profiles of cameras and telephones have 0.5 to 4 kB
_SPACES = {"RGB": b"RGB ", "RGBA": b"RGB ", "P": b"RGB ", "L": b"GRAY", "LA": b"GRAY"}
_TAGS = frozenset(
    b"desc cprt wtpt bkpt chad rXYZ gXYZ bXYZ rTRC gTRC bTRC kTRC "
    b"aarg aagg aabg lumi meas view tech cicp chrm dmnd dmdd vued".split()
)


def settle(image: Image) -> tuple[Image, bytes, list[Note]]:
    """The picture in a color space that a browser shows, the profile to keep with it or b"", and what was done."""
    profile = image.info.get("icc_profile") or b""
    plain = image.convert("RGB") if image.mode in ("CMYK", "YCbCr", "LAB", "HSV", "RGBX") else image
    if not profile:
        return plain, b"", []
    if is_plain(profile, image.mode):
        return image, profile, []
    try:
        text = _("The color profile was large or unusual; the colors were turned into sRGB.")
        return _to_srgb(image, profile), b"", [Note("changed", "color", text)]
    except Exception:  # a broken profile raises whatever its bytes lead to
        text = _("The color profile was broken and is gone; look whether the colors are right.")
        return plain, b"", [Note("warning", "color", text)]


def is_plain(profile: bytes, mode: str) -> bool:
    """Whether a profile is small, of this mode, true to its own table, and made of nothing but color."""
    if not 132 <= len(profile) <= MOST or struct.unpack_from(">I", profile)[0] != len(profile):
        return False
    if profile[36:40] != b"acsp" or profile[16:20] != _SPACES.get(mode) or page_in(profile) or b"PK\x05\x06" in profile:
        return False
    (count,) = struct.unpack_from(">I", profile, 128)
    if not 1 <= count <= 40 or 132 + 12 * count > len(profile):
        return False
    for at in range(132, 132 + 12 * count, 12):
        tag, start, size = struct.unpack_from(">4sII", profile, at)
        if tag not in _TAGS or start + size > len(profile):
            return False
    return True


def _to_srgb(image: Image, profile: bytes) -> Image:
    from PIL import ImageCms

    mode = "L" if image.mode in ("L", "LA") else "RGB"
    alpha = image.getchannel("A") if image.mode in ("RGBA", "LA") else None
    source = image.convert(mode) if image.mode in ("P", "RGBA", "LA") else image
    turned = ImageCms.profileToProfile(source, io.BytesIO(profile), ImageCms.createProfile("sRGB"), outputMode="RGB")
    if turned is None:
        raise ValueError("no profile")
    if alpha:
        turned.putalpha(alpha)
    return turned

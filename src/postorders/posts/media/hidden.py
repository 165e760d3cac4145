"""A second file inside a file: an archive, a page, a script or a program that something else would find in it."""

from __future__ import annotations

import re
import struct
from typing import IO

from postorders.errors import refuse
from postorders.posts.media.limits import windows
from postorders.posts.media.note import Note
from postorders.words import _

_PAGE = re.compile(rb"<(?i:\?php\s|script[\s>]|!doctype\s+html|html[\s>])")
_ARCHIVE = re.compile(rb"Rar!\x1a\x07|7z\xbc\xaf\x27\x1c")
_OVERLAP = 32
_ZIP_END = 65_557  # bytes at the end of a file in which a ZIP's directory must end
_PADDING = b"\0\xff \r\n\t"


def refuse_second(file: IO[bytes], size: int, name: str) -> None:
    """Refuses a file that is copied as it is and that is also an archive, a web page or a script."""
    if second := _second(file, size):
        what = _("There is a second file hidden in it: {what}.").format(what=_names()[second])
        raise refuse(what, _("Export it anew from the program that made it."), name)


def tail(data: bytes, end: int) -> list[Note]:
    """What stands behind the end of a picture. The copy does not have it, since it is drawn anew."""
    rest = data[end:]
    if not rest.strip(_PADDING):
        return []
    sort = _sort(rest, data)
    text = _("Behind the end of the picture stood {what} ({count} bytes). The copy does not have it.")
    level = "removed" if sort == "picture" else "warning"
    return [Note(level, "tail", text.format(what=_names()[sort], count=len(rest)))]  # type: ignore[arg-type]


def page_in(data: bytes) -> bool:
    """Whether a stretch of bytes holds the beginning of a web page or script."""
    return bool(_PAGE.search(data))


def _second(file: IO[bytes], size: int) -> str:
    for part in windows(file, 0, size, _OVERLAP):
        if _PAGE.search(part):
            return "page"
        if _ARCHIVE.search(part):
            return "archive"
    start = max(0, size - _ZIP_END)
    return "archive" if _is_zip(b"".join(windows(file, start, size))) else ""


def _is_zip(end: bytes) -> bool:
    """Whether a ZIP ends here: its last record, with entries, and where it fits in, the directory before it."""
    at = end.rfind(b"PK\x05\x06")
    while at >= 0 and at + 22 <= len(end):
        count, length = struct.unpack_from("<HI", end, at + 10)
        if count and length >= 46 and (length > at or end[at - length : at - length + 4] == b"PK\x01\x02"):
            return True
        at = end.rfind(b"PK\x05\x06", 0, at)
    return False


def _sort(rest: bytes, whole: bytes) -> str:
    if b"PK\x03\x04" in rest[:4096] or _is_zip(whole[-_ZIP_END:]) or _ARCHIVE.search(rest):
        return "archive"
    if _PAGE.search(rest):
        return "page"
    first = rest.lstrip(_PADDING[:1])
    if first[:2] == b"MZ" or first[:4] in (b"\x7fELF", b"\xca\xfe\xba\xbe"):
        return "program"
    if b"ftyp" in rest[:4096]:
        return "video"
    if b"%PDF-" in rest[:4096]:
        return "document"
    return "picture" if first[:3] == b"\xff\xd8\xff" else "data"


def _names() -> dict[str, str]:
    return {
        "archive": _("an archive"),
        "page": _("a web page or script"),
        "program": _("a program"),
        "video": _("a video"),
        "document": _("a document"),
        "picture": _("another picture"),
        "data": _("data of no known type"),
    }

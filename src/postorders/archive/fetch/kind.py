"""What kind of thing came: by what the site says, and by a look at how it begins."""

from __future__ import annotations

import re

from urllib3 import BaseHTTPResponse

from postorders.archive.fetch.errors import NotFetched
from postorders.words import _

HEAD = 1_024
_MAGIC = (
    b"%PDF-",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"RIFF",
    b"PK\x03\x04",
    b"\x1f\x8b",
    b"BZh",
    b"7z\xbc\xaf",
    b"Rar!",
    b"\x7fELF",
    b"MZ\x90",
    b"\xca\xfe\xba\xbe",
    b"\xd0\xcf\x11\xe0",
)
_WIDE = (b"\xff\xfe", b"\xfe\xff")
_UNTYPED = re.compile(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")  # what no text in single bytes holds


def named(response: BaseHTTPResponse) -> tuple[str, str]:
    """The media type and the charset that the site names, lower case, "" for none."""
    said = response.headers.getlist("Content-Type")
    kind, _semicolon, rest = (said[-1] if said else "").partition(";")
    charset = re.search(r"charset\s*=\s*[\"']?([\w.:+-]{1,40})", rest, re.IGNORECASE | re.ASCII)
    return kind.strip().lower()[:100], charset[1].lower() if charset else ""


def refusal(kind: str) -> NotFetched:
    """For a kind that was not asked for."""
    what = _("The site sends something else than a page ({kind}).").format(kind=kind or _("it does not say what"))
    return NotFetched("type", what, _("Give the address of a page, or upload what you see there."))


def check(kind: str, charset: str, content: bytes) -> None:
    """Refuses a body that is plainly not what it is said to be."""
    if not _agrees(kind, charset, content[:HEAD]):
        what = _("The site sends something that is not what it says ({kind}).").format(kind=kind)
        raise NotFetched("type", what, _("Give the address of a page, or upload what you see there."))


def _agrees(kind: str, charset: str, head: bytes) -> bool:
    if kind == "application/pdf":
        return b"%PDF-" in head
    if head.startswith(_MAGIC):
        return False
    if head.startswith(_WIDE) or charset.startswith(("utf-16", "utf-32")):
        return True
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    if kind.endswith("json") and start not in b'{["-0123456789tfn':
        return False
    if (kind.endswith("xml") and kind != "application/xhtml+xml") and start not in b"<":
        return False
    return not _UNTYPED.search(head)

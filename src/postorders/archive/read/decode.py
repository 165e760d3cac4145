"""The characters in captured bytes, as a browser would read them."""

from __future__ import annotations

import re

_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_NAMED = re.compile(
    rb"""<meta\s[^>]{0,300}?charset\s{0,9}=\s{0,9}["']?\s{0,9}([\w:.+-]{1,40})"""
    rb"""|^\s{0,99}<\?xml\s[^>]{0,200}?encoding\s{0,9}=\s{0,9}["']([\w:.+-]{1,40})""",
    re.I,
)
# What the web means by a label, where Python's codec of that name is narrower (WHATWG Encoding Standard).
_MEANT = {
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "latin1": "cp1252",
    "windows-1252": "cp1252",
    "iso-8859-9": "cp1254",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "sjis": "cp932",
    "x-sjis": "cp932",
    "windows-31j": "cp932",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949",
    "utf8": "utf-8",
    "utf-16": "utf-16-le",
    "macintosh": "mac-roman",
}
_PLAIN = re.compile(
    r"utf-8|utf-16-?[lb]e|iso-8859-(?:[2-9]|1[0-6])|windows-(?:125[0-8]|874)|koi8-[ru]|ibm866|tis-620|big5(?:-hkscs)?|"
    r"euc-jp|iso-2022-jp|gb18030|hz"
)
_LOOKED = 4096  # bytes in which a page may name its encoding


def decode(body: bytes, charset: str = "") -> str:
    """The text: by byte order mark, the sender's word, the page's own word, else UTF-8, else Windows-1252.

    Never raises: a bad byte becomes U+FFFD, as does NUL.
    """
    for mark, encoding in _MARKS:
        if body.startswith(mark):
            return _read(body[len(mark) :], encoding)
    if encoding := codec(charset) or _own(body):
        return _read(body, encoding)
    try:
        return body.decode("utf-8").replace("\0", "\ufffd")
    except UnicodeDecodeError:
        return _read(body, "cp1252")


def codec(label: str) -> str:
    """Python's codec for an encoding's label on the web; "" for one that is unknown or no text."""
    label = label.strip().strip("\"'").lower()
    label = _MEANT.get(label, label)
    return label if label in _MEANT.values() or _PLAIN.fullmatch(label) else ""


def _own(body: bytes) -> str:
    """The encoding that the page names; it cannot be one that its own words would be unreadable in."""
    found = _NAMED.search(body[:_LOOKED])
    named = codec((found[1] or found[2]).decode("ascii", "replace")) if found else ""
    return "utf-8" if named.startswith("utf-16") else named


def _read(body: bytes, encoding: str) -> str:
    return body.decode(encoding, "replace").replace("\0", "\ufffd")

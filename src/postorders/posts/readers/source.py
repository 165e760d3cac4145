"""A file's bytes on their way to becoming words."""

from __future__ import annotations

from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, BOM_UTF32_BE, BOM_UTF32_LE
from dataclasses import dataclass

from postorders.errors import InputError, Problem

MEGABYTE = 1024 * 1024
WHOLE = 20 * MEGABYTE
LINE = MEGABYTE
_WIDE = (
    (BOM_UTF32_LE, "UTF-32"),
    (BOM_UTF32_BE, "UTF-32"),
    (BOM_UTF16_LE, "UTF-16"),
    (BOM_UTF16_BE, "UTF-16"),
)
SAVE = "Save the file as UTF-8."


@dataclass(frozen=True, slots=True)
class Source:
    """A whole file: its name for messages, its bytes, and what the caller said of it.

    `account` is for posts that do not say theirs, `id` for a post of plain text.
    """

    name: str
    data: bytes
    account: str = ""
    id: str = ""

    def text(self) -> str:
        """The file as text. Raises `InputError` for one that is empty, too large, or not UTF-8."""
        return utf8(self.data, self.name)

    def refuse_size(self) -> None:
        """Raise `InputError` if this is more than can be read as a whole."""
        if len(self.data) > WHOLE:
            what = f"The file is {size(len(self.data))}; at most {size(WHOLE)} can be read."
            mend = "Split it, or save it as JSON Lines (.jsonl), one post a line: those can have any length."
            raise InputError(Problem(what, mend, self.name))


def size(count: int) -> str:
    """A number of bytes for people, in MB of 1024 x 1024 bytes, rounded up to a tenth."""
    tenths = -(-count * 10 // MEGABYTE)
    return f"{tenths // 10}{f'.{tenths % 10}' if tenths % 10 else ''} MB"


def wide(data: bytes) -> str:
    """`UTF-16` or `UTF-32` if the bytes begin like that, else ""."""
    for mark, name in _WIDE:
        if data.startswith(mark):
            return name
    head = data[:64]
    nuls = (head[0::2].count(0), head[1::2].count(0))
    return "UTF-16" if len(head) >= 4 and max(nuls) * 4 > len(head) and min(nuls) == 0 else ""


def utf8(data: bytes, name: str, line: int = 1, offset: int = 0) -> str:
    """The bytes as text without a byte order mark. `line` and `offset` say where they begin in the file.

    Raises `InputError` naming the place of what is not UTF-8, and of NUL bytes.
    """
    if kind := wide(data) if offset == 0 else "":
        raise InputError(Problem(f"The file is {kind}, not UTF-8.", SAVE, name))
    try:
        text = data.removeprefix(BOM_UTF8 if offset == 0 else b"").decode("utf-8")
    except UnicodeDecodeError:
        raise _not_utf8(data, name, line, offset) from None
    if (at := data.find(0)) >= 0:
        what = f"The byte at offset {offset + at} is NUL, which no text holds."
        mend = "Remove it, and check that this is a text file."
        raise InputError(Problem(what, mend, name, _line(data, at, line)))
    return text


def _not_utf8(data: bytes, name: str, line: int, offset: int) -> InputError:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        at = error.start
    what = f"Not UTF-8: the byte 0x{data[at]:02X} at offset {offset + at} does not fit."
    return InputError(Problem(what, SAVE, name, _line(data, at, line)))


def _line(data: bytes, at: int, line: int) -> int:
    return line + data.count(b"\n", 0, at)

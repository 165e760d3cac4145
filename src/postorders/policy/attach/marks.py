"""Page marks: numbers and running heads that a layout put between the words of a document."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

_TIGHT = re.compile(r"(?<!\S)[-–—]\d{1,3}[-–—](?!\S)")
_LINE = re.compile(
    r"^[ \t\f]*(?:[-–—] ?\d{1,3} ?[-–—]|[Pp]age \d{1,3}(?: of \d{1,3})?|PAGE \d{1,3}(?: OF \d{1,3})?)[ \t]*$",
    re.M,
)
_BARE = re.compile(r"^[ \t\f]*(\d{1,3})[ \t]*$", re.M)
_OF = re.compile(r"(?<!\S)P(?:age|AGE) (\d{1,3}) (?:of|OF) \d{1,3}(?!\S)")
_DIGITS = re.compile(r"\d+")

Span = tuple[int, int]


def mask(text: str) -> str:
    """The text with every page mark blanked by spaces, so that offsets stay those of the original."""
    parts: list[str] = []
    done = 0
    for start, end in sorted({*_tight(text), *_runs(_BARE, text), *_runs(_OF, text), *_running(text)}):
        if end <= done:
            continue
        start = max(start, done)
        parts += (text[done:start], re.sub(r"[^\n]", " ", text[start:end]))
        done = end
    return "".join((*parts, text[done:]))


def _tight(text: str) -> Iterator[Span]:
    for pattern in (_TIGHT, _LINE):
        yield from (found.span() for found in pattern.finditer(text))


def _runs(pattern: re.Pattern[str], text: str) -> Iterator[Span]:
    """Marks that count only in company: one beside it carries the next number or the number before."""
    found = [(int(each[1]), each.span()) for each in pattern.finditer(text)]
    for place, (number, span) in enumerate(found):
        before = found[place - 1][0] if place else None
        after = found[place + 1][0] if place + 1 < len(found) else None
        if before == number - 1 or after == number + 1:
            yield span


def _running(text: str) -> Iterator[Span]:
    """Heads and feet: the outermost lines of pages, where most of at least three pages carry the same one."""
    pages = list(_pages(text))
    for outermost in (0, -1):
        edge = [lines[outermost] for lines in pages if lines]
        common = Counter(_DIGITS.sub("0", text[start:end]) for start, end in edge)
        for start, end in edge:
            same = common[_DIGITS.sub("0", text[start:end])]
            if same >= 3 and same * 2 > len(pages):
                yield start, end


def _pages(text: str) -> Iterator[list[Span]]:
    """For each page (form feeds part them), the spans of its lines that are not blank."""
    for page in re.finditer(r"[^\f]+", text):
        yield [
            (page.start() + line.start(), page.start() + line.end()) for line in re.finditer(r"\S(?:.*\S)?", page[0])
        ]

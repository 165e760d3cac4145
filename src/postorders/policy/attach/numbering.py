"""The lines of a Word document, with the list labels that Word counts and does not write into the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docx.document import Document

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_TENS = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


def lines(document: Document) -> Iterator[str]:
    """The paragraphs in order, those in tables too, each with its label in front where Word shows one."""
    counter = Counter(document)
    for paragraph in document.element.body.iter(f"{_W}p"):
        if next(paragraph.iterancestors(_FALLBACK), None) is not None:
            continue
        text = "".join(_pieces(paragraph))
        label = counter.label(paragraph)
        yield f"{label} {text}" if label and text.strip() else text


def _pieces(paragraph: Any) -> Iterator[str]:
    """The runs of text of a paragraph, without those of paragraphs in a text box inside it."""
    written = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
    for element in paragraph.iter(f"{_W}t", *written):
        if next(element.iterancestors(f"{_W}p")) is not paragraph:
            continue
        if element.tag == f"{_W}t" and element.text:
            yield element.text
        elif element.getparent().tag == f"{_W}r" and element.tag in written:
            yield written[element.tag]


class Counter:
    """Counts the lists of one document as Word does."""

    def __init__(self, document: Document) -> None:
        self._levels: dict[str, dict[int, Any]] = {}
        self._owners: dict[str, str] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._styles = {style.style_id: style.element for style in document.styles}
        for relation in document.part.rels.values():
            if relation.reltype.endswith("/numbering"):
                self._read(relation.target_part.element)

    def _read(self, root: Any) -> None:
        abstract = {one.get(f"{_W}abstractNumId"): one for one in root.findall(f"{_W}abstractNum")}
        for number in root.findall(f"{_W}num"):
            owner = _value(number, "abstractNumId")
            if owner in abstract:
                name = number.get(f"{_W}numId")
                # Lists of one abstract count on together, unless one of them starts anew.
                anew = number.find(f"{_W}lvlOverride") is not None
                self._owners[name] = name if anew else f"abstract {owner}"
                levels = abstract[owner].findall(f"{_W}lvl")
                self._levels[name] = {int(level.get(f"{_W}ilvl")): level for level in levels}

    def label(self, paragraph: Any) -> str:
        """The label of a paragraph, "" where it has none, and the count moved on."""
        name, depth = self._place(paragraph)
        level = self._levels.get(name, {}).get(depth)
        if level is None:
            return ""
        counts = self._counts.setdefault(self._owners[name], {})
        counts[depth] = counts.get(depth, int(_value(level, "start") or 1) - 1) + 1
        for deeper in [other for other in counts if other > depth]:
            del counts[deeper]
        if _value(level, "numFmt") == "bullet":
            return "-"
        form = _value(level, "lvlText")
        return re.sub(r"%(\d)", lambda found: self._shown(name, int(found[1]) - 1, counts), form)

    def _shown(self, name: str, depth: int, counts: dict[int, int]) -> str:
        level = self._levels[name].get(depth)
        if level is None:
            return ""
        return written(counts.get(depth, int(_value(level, "start") or 1)), _value(level, "numFmt"))

    def _place(self, paragraph: Any) -> tuple[str, int]:
        """The list and level of a paragraph: its own, or those of its style or of that style's base."""
        own = paragraph.find(f"{_W}pPr")
        seen: set[str] = set()
        while own is not None:
            found = own.find(f"{_W}numPr")
            if found is not None:
                return _value(found, "numId"), int(_value(found, "ilvl") or 0)
            name = _value(own, "pStyle") or _value(own.getparent(), "basedOn")
            style = self._styles.get(name)
            if style is None or name in seen:
                break
            seen.add(name)
            own = style.find(f"{_W}pPr")
        return "", 0


def written(number: int, form: str) -> str:
    """A number as Word writes it in a form of its own naming ("upperRoman")."""
    if form in ("lowerLetter", "upperLetter"):
        text = chr(97 + (number - 1) % 26) * ((number - 1) // 26 + 1) if number > 0 else ""
    elif form in ("lowerRoman", "upperRoman"):
        text = ""
        for worth, letters in _TENS:
            text += letters * (number // worth)
            number %= worth
    else:
        return f"{number:02d}" if form == "decimalZero" else str(number)
    return text.upper() if form.startswith("upper") else text


def _value(element: Any, name: str) -> str:
    found = element.find(f"{_W}{name}")
    return "" if found is None else str(found.get(f"{_W}val") or "")

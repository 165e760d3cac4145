"""Word counts its lists without writing the labels down; they are counted here the same way."""

from __future__ import annotations

import io

import pytest
from docx import Document
from docx.oxml import parse_xml

from postorders.policy.attach import extract, split
from postorders.policy.attach.numbering import written

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
LEVELS = [
    ("upperRoman", "%1."),
    ("upperLetter", "%2."),
    ("decimal", "%3."),
    ("lowerLetter", "%4."),
    ("decimal", "(%5)"),
]


def test_labels_that_word_counts() -> None:
    document, out = Document(), io.BytesIO()
    numbering = document.part.numbering_part.element
    levels = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for at, (form, text) in enumerate(LEVELS)
    )
    numbering.insert(0, parse_xml(f'<w:abstractNum {W} w:abstractNumId="90">{levels}</w:abstractNum>'))
    numbering.append(parse_xml(f'<w:num {W} w:numId="90"><w:abstractNumId w:val="90"/></w:num>'))
    for depth, words in ((0, "OPENING"), (1, "One."), (1, "Two:"), (2, "x"), (3, "y"), (4, "z"), (4, "w"), (2, "v"),
                         (0, "ORDERS"), (1, "Three.")):  # fmt: skip
        paragraph = document.add_paragraph(words)
        place = f'<w:numPr {W}><w:ilvl w:val="{depth}"/><w:numId w:val="90"/></w:numPr>'
        paragraph._p.get_or_add_pPr().append(parse_xml(place))
    document.save(out)
    found = [item.id for item in split(extract(out.getvalue(), "order.docx"))]
    assert found == ["I", "I.A", "I.B", "I.B.1", "I.B.1.a", "I.B.1.a.1", "I.B.1.a.2", "I.B.2", "II", "II.A"]


def test_a_style_may_carry_the_list() -> None:
    document, out = Document(), io.BytesIO()
    for words in ("One.", "Two."):
        document.add_paragraph(words, style="List Number")
    document.add_table(1, 1).cell(0, 0).text = "In a table."
    document.save(out)
    assert extract(out.getvalue(), "order.docx").split("\n")[:3] == ["1. One.", "2. Two.", "In a table."]


@pytest.mark.parametrize(
    ("number", "form", "text"),
    [(4, "lowerRoman", "iv"), (29, "upperRoman", "XXIX"), (27, "lowerLetter", "aa"), (3, "upperLetter", "C"),
     (7, "decimalZero", "07"), (12, "decimal", "12")],
)  # fmt: skip
def test_written(number: int, form: str, text: str) -> None:
    assert written(number, form) == text

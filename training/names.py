"""Sentences in which names of people, places and organizations are marked, for the tagger."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

from postorders.signals.learned.tags import TAGS
from training.tables import document, table

Marked = tuple[str, list[tuple[int, int, str]]]  # a text, and [start, end) with a kind
_WNUT = {"person": "person", "location": "place", "corporation": "org", "group": "org"}
_PII = {
    "PERSON": "person", "LOCATION": "place", "GPE": "place", "STREET_ADDRESS": "place", "ORGANIZATION": "org",
    "FAC": "place", "NORP": "",
}  # fmt: skip
_FIRST = (
    "Marlene", "Deshawn", "Rosa", "Trent", "Kiara", "Boyd", "Lupe", "Wanda", "Jamal", "Corey", "Shelby", "Duane",
    "Thuy", "Brenda",
)  # fmt: skip
_LAST = (
    "Oakes", "Pruitt", "Castaneda", "Whitfield", "Nguyen", "Boatwright", "Delgado", "Ferris", "Okafor", "Lindley",
    "Strunk", "Yancey",
)  # fmt: skip
_STREET = (
    "Lucy Webb Rd", "N Madison St", "Prairie Lane", "E 63rd Street", "Foxridge Dr", "Old 58 Highway", "Kentucky Road",
    "Ward Parkway",
)  # fmt: skip
_TOWN = ("Raymore", "Belton", "Peculiar", "Kansas City", "Harrisonville", "Grandview", "Lee's Summit", "Pleasant Hill")
_FIRM = ("Casey's", "Dillman Auto Glass", "Creekside Church", "Summit Tire", "Prairie State Bank", "Hobbs Lumber")
_FRAMES = (
    "{P} lives at {A} in {T}",
    "saw {p} coming out of {O} last night",
    "Everyone on {S} knows {P} did it.",
    "@kcpd arrest {P} already",
    "Happy retirement {p}!!",
    "the victim {P} is my cousins neighbor",
    "pray for {p} and the family",
    "Officer {L} was at {O} off {S}",
    "Meet us at {A} Saturday, ask for {p}",
    "{O} on {S} got hit again",
    "my sergeant is the best in {T}",
    "no names but you know who you are",
    "{P}, 34, of {T}, is charged with stealing.",
    "may the road rise to meet you",
    "call mark if the summer heat gets bad",
    "{p} said {O} is hiring",
    "Good morning from will county fair",
    "Det. {L} took the report",
    "so proud of {p} & {p}",
    "rest easy {P} #endofwatch",
)


def sentences(folder: Path, seed: int = 3) -> Iterator[Marked]:
    """Tweets with emerging names, invented records, and frames of our own."""
    for row in table(folder / "wnut17_ner" / "wnut17_train.csv.gz"):
        yield _joined(row["tokens"].split(" "), row["tags"].split(" "))
    for index, one in enumerate(document(folder / "presidio_synthetic_pii" / "synth_dataset_v2.json.gz")):
        if index % 2:
            spans = [(s["start_position"], s["end_position"], _PII.get(s["entity_type"], "")) for s in one["spans"]]
            yield one["full_text"], [span for span in spans if span[2]]
    draw = random.Random(seed)
    for _ in range(40):
        for frame in _FRAMES:
            yield _filled(frame, draw)


def held_out(folder: Path) -> Iterator[Marked]:
    """Sentences that the tagger is measured on."""
    for row in table(folder / "wnut17_ner" / "wnut17_dev.csv"):
        yield _joined(row["tokens"].split(" "), row["tags"].split(" "))


def _joined(words: list[str], tags: list[str]) -> Marked:
    text, spans = "", []
    for word, tag in zip(words, tags, strict=True):
        start = len(text) + bool(text)
        text = f"{text} {word}" if text else word
        kind = _WNUT.get(tag[2:], "")
        if kind and tag[0] == "I" and spans and spans[-1][2] == kind and spans[-1][1] == start - 1:
            spans[-1] = (spans[-1][0], len(text), kind)
        elif kind:
            spans.append((start, len(text), kind))
    return text, spans


def _filled(frame: str, draw: random.Random) -> Marked:
    text, spans = "", []
    for part in frame.replace("}", "{").split("{"):
        options = {
            "P": ("person", f"{draw.choice(_FIRST)} {draw.choice(_LAST)}"), "p": ("person", draw.choice(_FIRST)),
            "L": ("person", draw.choice(_LAST)), "T": ("place", draw.choice(_TOWN)), "O": ("org", draw.choice(_FIRM)),
            "S": ("place", draw.choice(_STREET)), "A": ("place", f"{draw.randrange(100, 9900)} {draw.choice(_STREET)}"),
        }  # fmt: skip
        if part in options:
            kind, name = options[part]
            name = name.lower() if draw.random() < 0.2 else name
            spans.append((len(text), len(text) + len(name), kind))
            part = name
        text += part
    return text, spans


def tags(pieces: list[tuple[int, int, int]], spans: list[tuple[int, int, str]]) -> list[int]:
    """The tag of each piece (id, start, end) of a text with marked spans."""
    found = []
    for _, start, end in pieces:
        tag = "O"
        for first, last, kind in spans:
            if start < last and first < end:
                tag = f"{'B' if start <= first else 'I'}-{kind}"
        found.append(TAGS.index(tag))
    return found

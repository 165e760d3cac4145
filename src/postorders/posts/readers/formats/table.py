"""CSV: a header, then a post in each row. Columns are known by their names, in any order."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from io import StringIO
from typing import Any

from postorders.errors import InputError, Problem
from postorders.posts.fields import Fields, asked, listed, safe, shown
from postorders.posts.post import ACCOUNTS, MEDIA_KINDS, Media, Post
from postorders.posts.readers.guess import Format
from postorders.posts.readers.results import Place, Read, attempt
from postorders.posts.readers.shapes import PLAIN, SYNONYMS, finish
from postorders.posts.readers.source import WHOLE, Source

COLUMNS = (*PLAIN, "account", "time", "links", "tags", "third_party", "media", "alt")
_SYNONYMS = {**SYNONYMS, **dict.fromkeys(("alt_text", "alttext", "image_alt"), "alt")}
_FIRST = re.compile(r"\S[^\r\n]*")
_KEPT = ("text", "title", "alt")
_WORDS = ("text", "title", "media")
_TRUE = ("yes", "true", "1")
_FALSE = ("no", "false", "0", "")
_NAMED = 8


class _Cells(Fields):
    """The cells of a row by known name; messages name the column as the file does."""

    def __init__(self, row: list[str], columns: Mapping[str, int], header: list[str]) -> None:
        self.columns = {name: header[at] for name, at in columns.items()}
        given = {name: row[at] for name, at in columns.items() if at < len(row)}
        cells = {name: cell if name in _KEPT else cell.strip() for name, cell in given.items()}
        super().__init__(cells, COLUMNS)

    def label(self, name: str) -> str:
        return f"The column {shown(self.columns.get(name, name))}"


def read(source: Source) -> Iterator[Read]:
    """Every row's post. The first item carries a note that names the columns which are not read."""
    csv.field_size_limit(max(csv.field_size_limit(), WHOLE))
    text = source.text()
    rows = csv.reader(StringIO(text, newline=""), delimiter=delimiter_of(text), strict=True)
    header = header_of(rows, source)
    columns = columns_of(header, source)
    note = _note(header, columns, source)
    for item in _items(rows, header, columns, source):
        yield replace(item, note=note)
        note = None


def delimiter_of(text: str) -> str:
    """The mark that gives the first line the most known names; a comma where none does."""
    first = _FIRST.search(text)
    cells = first[0].split if first else str.split
    return max(",;\t", key=lambda mark: sum(_plain(name) in _NAMES for name in cells(mark)))


def _plain(name: str) -> str:
    return name.strip().strip('"').lower().replace(" ", "_").replace("-", "_")


_NAMES = {**{name: name for name in COLUMNS}, **_SYNONYMS}


def header_of(rows: Iterator[list[str]], source: Source) -> list[str]:
    """The first row that is not blank, [] if there is none. Raises InputError for one that is not CSV."""
    try:
        return next((row for row in rows if any(cell.strip() for cell in row)), [])
    except csv.Error as error:
        raise InputError(Problem(f"This is not CSV: {safe(str(error))}.", "Mend the header.", source.name, 1)) from None


def columns_of(header: list[str], source: Source) -> dict[str, int]:
    """Where each known column stands. Raises InputError for doubles, and where none holds the words of a post."""
    plain = [_plain(name) for name in header]
    columns: dict[str, int] = {}
    problems = []
    for name in COLUMNS:
        exact = [at for at, each in enumerate(plain) if each == name]
        found = exact or [at for at, each in enumerate(plain) if _SYNONYMS.get(each) == name]
        columns |= dict.fromkeys((name,), found[0]) if found else {}
        if len(found) > 1:
            names = listed(shown(header[at]) for at in found[:_NAMED])
            what = f"{len(found)} columns hold the {name}: {names}."
            problems.append(Problem(what, f'Keep one, or name one "{name}".', source.name, 1))
    if not problems and not any(name in columns for name in _WORDS):
        what = f"No column holds the words of a post: {listed(map(shown, header[:_NAMED] or ['']))}."
        problems.append(Problem(what, f'{_meant(header)}Name one "text".', source.name, 1))
    if problems:
        raise InputError(*problems)
    return columns


def _meant(header: list[str]) -> str:
    near = (asked(name, _WORDS).replace("?", f" for {shown(name)}?") for name in header[:_NAMED])
    return next((words for words in near if words), "")


def _note(header: list[str], columns: Mapping[str, int], source: Source) -> Problem | None:
    names = [name for at, name in enumerate(header) if at not in columns.values() and name.strip()]
    if not names:
        return None
    more = [f"{len(names) - _NAMED} more"] if len(names) > _NAMED else []
    what = f"Columns that are not read: {listed([*map(shown, names[:_NAMED]), *more])}."
    return Problem(what, f"Known columns: {', '.join(COLUMNS)}.", source.name, 1)


def _items(rows: Any, header: list[str], columns: Mapping[str, int], source: Source) -> Iterator[Read]:
    count = 0
    while True:
        place = Place(source.name, source.account, rows.line_num + 1, str(count + 1))
        try:
            row = next(rows)
        except StopIteration:
            break
        except csv.Error as error:
            count += 1
            mend = 'Inside a quoted field write each quotation mark twice (""), and close the field with one.'
            yield place.failed(f"This row is not CSV: {safe(str(error))}.", mend)
            continue
        if any(cell.strip() for cell in row):
            count += 1
            yield post_of(row, header, columns, place)
    if not count:
        yield Place(source.name).failed("The file has a header and no rows.", "Add a row for each post.")


def post_of(row: list[str], header: list[str], columns: Mapping[str, int], place: Place) -> Read:
    """The post of a row, or why there is none."""
    if any(cell.strip() for cell in row[len(header) :]):
        what = f"The row has {len(row)} cells, the header {len(header)}."
        return place.failed(what, "Put text that holds a comma in quotation marks.")
    return attempt(lambda: (_post(_Cells(row, columns, header), place), {}), place)


def _post(cells: _Cells, place: Place) -> Post:
    values: dict[str, Any] = {name: cells.text(name) for name in PLAIN}
    values |= {"account": cells.choice("account", ACCOUNTS), "time": cells.moment("time")}
    values["links"] = tuple(cells.text("links").split())
    tags = (tag.lstrip("#") for tag in cells.text("tags").replace(",", " ").split())
    values["tags"] = tuple(tag for tag in tags if tag)
    values |= {"third_party": _truth(cells), "media": _media(cells)}
    return finish(values, cells.problems, place)


def _truth(cells: _Cells) -> bool:
    word = cells.text("third_party").strip().lower()
    if word not in (*_TRUE, *_FALSE):
        cells.add(f"{cells.label('third_party')} cannot be {shown(word)}.", "Use yes or no.")
    return word in _TRUE


def _media(cells: _Cells) -> tuple[Media, ...]:
    kind, alt = cells.choice("media", MEDIA_KINDS), cells.text("alt")
    if alt.strip() and not cells.text("media").strip():
        what = f"{cells.label('alt')} describes media, and none is given."
        cells.add(what, f'Say in the column "media" what it is: {listed(MEDIA_KINDS, "or")}.')
    return (Media(kind, alt=alt),) if kind else ()


FORMAT = Format("csv", read, endings=(".csv", ".tsv"))

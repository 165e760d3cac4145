"""Parquet: a column for each field of a post. A part carries its rows, still as columns."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from postorders.errors import refuse
from postorders.posts.fields import asked
from postorders.posts.readers import Read
from postorders.posts.readers.results import Place, attempt
from postorders.posts.readers.shapes import KNOWN, SYNONYMS, own
from postorders.screening.bulk.sources.part import BYTES, Given

_BUFFER = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Batch:
    """Some rows of a Parquet file, the first of them number `first`; `size` is their share of its bytes."""

    given: Given
    columns: pa.RecordBatch
    first: int
    size: int

    def reads(self) -> Iterator[Read]:
        """Each row's post."""
        names = self.columns.schema.names
        cells = (_cells(self.columns.column(name)) for name in names)
        for number, row in enumerate(zip(*cells, strict=True), self.first):
            place = Place(self.given.name, self.given.account, number, str(number))
            said = {name: value for name, value in zip(names, row, strict=True) if value is not None}
            yield attempt(lambda said=said, place=place: own(_fitted(said), place), place)  # type: ignore[misc]


def cut(given: Given) -> Iterator[Batch]:
    """The parts of a file. Raises InputError for a file that is not Parquet or has no column of text."""
    try:
        with pq.ParquetFile(given.path, buffer_size=_BUFFER, pre_buffer=False) as file:
            yield from _batches(file, given)
    except (pa.ArrowException, OSError) as error:
        why = str(error).splitlines()[0].rstrip(".")
        raise refuse(f"It cannot be read as Parquet: {why}.", "Check that it is whole.", given.name) from None


def _batches(file: pq.ParquetFile, given: Given) -> Iterator[Batch]:
    _refuse_columns(file.schema_arrow, given)
    names = [name for name in file.schema_arrow.names if name in KNOWN]
    total, size, first = file.metadata.num_rows, given.path.stat().st_size, 1
    for group in range(file.num_row_groups):
        rows = _rows(file.metadata.row_group(group), given.rows)
        for batch in file.iter_batches(rows, row_groups=[group], columns=names, use_threads=False):
            yield Batch(given, batch, first, size * batch.num_rows // total)
            first += batch.num_rows


def _rows(group: Any, rows: int) -> int:
    """How many rows of a row group make a part of about `BYTES` at most."""
    each = int(group.total_byte_size) // max(1, int(group.num_rows))
    return max(1, min(rows, BYTES // max(1, each)))


def _refuse_columns(schema: pa.Schema, given: Given) -> None:
    names = schema.names
    if repeated := next((name for name in KNOWN if names.count(name) > 1), ""):
        raise refuse(f'{names.count(repeated)} columns are named "{repeated}".', "Keep one.", given.name)
    if "text" not in names:
        near = next((name for name in names if SYNONYMS.get(name.lower()) == "text"), "")
        meant = f'Rename "{near}". ' if near else next((words for n in names if (words := asked(n, ("text",)))), "")
        raise refuse("No column holds the text of a post.", f'{meant}Name one "text".', given.name)
    kind = schema.field("text").type
    kind = kind.value_type if pa.types.is_dictionary(kind) else kind
    if not any(is_text(kind) for is_text in (pa.types.is_string, pa.types.is_large_string, pa.types.is_string_view)):
        raise refuse(f'The column "text" must be strings, not {kind}.', "Write it as strings.", given.name)


def _cells(column: pa.Array) -> list[Any]:
    """The values of a column; bytes that are not UTF-8 become the halves of characters, which the reader refuses."""
    if pa.types.is_timestamp(column.type):  # Python's own moments know no nanoseconds
        column = column.cast(pa.timestamp("us", column.type.tz), safe=False)
    try:
        return list(column.to_pylist())
    except UnicodeDecodeError:
        column = column.dictionary_decode() if pa.types.is_dictionary(column.type) else column
        cells = column.cast(pa.large_binary()).to_pylist()
        return [None if cell is None else cell.decode("utf-8", "surrogateescape") for cell in cells]


def _fitted(said: Mapping[str, Any]) -> dict[str, Any]:
    """A row in the shape that a post has in JSON: numbers as ids, moments as text, no nulls within."""
    row = {name: _plain(value) for name, value in said.items()}
    if isinstance(row.get("id"), int) and not isinstance(row["id"], bool):
        row["id"] = str(row["id"])
    if isinstance(row.get("context"), str):
        try:
            row["context"] = json.loads(row["context"])
        except ValueError:
            raise refuse('The column "context" is not JSON.', "Write an object, or leave it out.") from None
    return row


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _plain(each) for name, each in value.items() if each is not None}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return value.isoformat() if isinstance(value, datetime.date) else value

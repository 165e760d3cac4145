"""The forms of the output: Parquet, JSON Lines, CSV. What can be made in each process is made there."""

from __future__ import annotations

import csv
import json
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from io import StringIO
from pathlib import Path
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from postorders.errors import refuse
from postorders.screening.bulk.batch import PROBLEM, flags_schema

_GROUP = 50_000  # rows of a row group of the output
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_KEPT = ("outcome", "source", "row", "problem")


class Writer(ABC):
    """Writes the one output, shard after shard."""

    @abstractmethod
    def put(self, shard: pa.Table) -> None:
        """Writes the judged posts of a shard."""

    @abstractmethod
    def close(self) -> None:
        """Writes what is left."""


class Form(ABC):
    """A form of the output: how a shard is kept until the end, and who joins the shards."""

    def __init__(self, with_text: bool) -> None:
        self.schema = flags_schema(with_text)

    def kept(self, screened: pa.Table) -> pa.Table:
        """What is kept of a screened batch: `outcome`, `source`, `row`, `problem`, and what the writer needs."""
        return screened

    @abstractmethod
    def writer(self, path: Path, about: Mapping[str, str]) -> Writer:
        """Opens the output; `about` says what made it, where the form has room for that."""


class Parquet(Form):
    """Rows as they are."""

    def writer(self, path: Path, about: Mapping[str, str]) -> Writer:
        return _Groups(path, self.schema.with_metadata(dict(about)))


class Lines(Form):
    """A line of text for each post, made where the post was judged."""

    head = b""

    def kept(self, screened: pa.Table) -> pa.Table:
        records = screened.drop_columns([PROBLEM.name]).to_pylist()
        return screened.select(_KEPT).append_column("line", pa.array(list(map(self.line, records)), pa.string()))

    def line(self, record: dict[str, Any]) -> str:
        """One record, with its line end."""
        return _json(record) + "\n"

    def writer(self, path: Path, about: Mapping[str, str]) -> Writer:
        return _Bytes(path, self.head)


class Table(Lines):
    """CSV: lists as JSON in a cell, and no cell that a spreadsheet would take for a formula."""

    def __init__(self, with_text: bool) -> None:
        super().__init__(with_text)
        self.head = _row(self.schema.names).encode()

    def line(self, record: dict[str, Any]) -> str:
        return _row([_cell(record[name]) for name in self.schema.names])


_FORMS: dict[str, Callable[[bool], Form]] = {
    ".parquet": Parquet, ".pq": Parquet, ".jsonl": Lines, ".ndjson": Lines, ".csv": Table,
}  # fmt: skip


def form_of(out: Path, with_text: bool) -> Form:
    """The form that a name asks for. Raises InputError."""
    if make := _FORMS.get(out.suffix.lower()):
        return make(with_text)
    raise refuse("The form of the output is not known.", f"Its name must end in {', '.join(_FORMS)}.", str(out))


class _Groups(Writer):
    """A Parquet file in row groups of `_GROUP` rows, however large the shards were."""

    def __init__(self, path: Path, schema: pa.Schema) -> None:
        self._file = pq.ParquetWriter(path, schema, compression="zstd")
        self._schema, self._held, self._rows = schema, list[pa.Table](), 0

    def put(self, shard: pa.Table) -> None:
        self._held.append(shard.select(self._schema.names).replace_schema_metadata(self._schema.metadata))
        self._rows += shard.num_rows
        if self._rows >= _GROUP:
            self._write()

    def close(self) -> None:
        if self._rows:
            self._write()
        self._file.close()

    def _write(self) -> None:
        self._file.write_table(pa.concat_tables(self._held), row_group_size=self._rows)
        self._held, self._rows = [], 0


class _Bytes(Writer):
    def __init__(self, path: Path, head: bytes) -> None:
        self._file: BinaryIO = path.open("wb")
        self._file.write(head)

    def put(self, shard: pa.Table) -> None:
        self._file.write("".join(shard["line"].to_pylist()).encode())

    def close(self) -> None:
        self._file.close()


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _row(cells: list[str]) -> str:
    text = StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerow(cells)
    return text.getvalue()


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return _json(value)
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text

"""Files of posts, cut into parts that any process can read by itself. A kind of file is a module here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from postorders.errors import refuse
from postorders.screening.bulk.sources import cells, columns, lines
from postorders.screening.bulk.sources.part import Given, Part

_CUTS: dict[str, Callable[[Given], Iterator[Part]]] = {
    **dict.fromkeys((".jsonl", ".ndjson"), lines.cut),
    **dict.fromkeys((".csv", ".tsv"), cells.cut),
    **dict.fromkeys((".parquet", ".pq"), columns.cut),
}


def cut(given: Given) -> Iterator[Part]:
    """The parts of a file in order, the same each time. Raises InputError for a file that cannot be read at all."""
    return _CUTS[given.path.suffix.lower()](given)


def refuse_file(path: Path) -> None:
    """Raises InputError for what is not a file of a known kind."""
    name = str(path)
    if name == "-":
        raise refuse("Standard input cannot be screened.", "Save it: a run that goes on reads its files again.", name)
    if path.is_dir():
        raise refuse("It is a folder.", "Name the files in it.", name)
    if not path.is_file():
        raise refuse("There is no such file.", "Check the name.", name)
    if path.suffix.lower() not in _CUTS:
        mend = f"Its name must end in {', '.join(_CUTS)}. 'postorders check' reads other forms."
        raise refuse("It is not JSON Lines, CSV or Parquet by its name.", mend, name)

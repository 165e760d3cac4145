"""The register as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from postorders.desk.register.exchange.columns import (
    COLUMNS,
    EMPTY,
    LISTS,
    MOST_ACCOUNTS,
    Item,
    Reading,
    bare,
    guarded,
)
from postorders.errors import Problem


def read(text: str, into: Reading) -> None:
    """The accounts of a CSV file; whatever is wrong with its form is noted with its line."""
    lines = io.StringIO(text.removeprefix("\ufeff"), newline="")
    head = lines.readline()
    lines.seek(0)
    reader = csv.reader(lines, delimiter=max(",;\t", key=head.count), strict=True)
    try:
        columns = [cell.strip().lower() for cell in next(reader, [])]
        if _wrong_head(columns, into):
            return
        for cells in reader:
            if any(cell.strip() for cell in cells):
                _row(reader.line_num, columns, cells, into)
            if len(into.items) > MOST_ACCOUNTS:
                into.problems.append(
                    Problem(_("The file has more than 5,000 accounts."), _("Divide it into several files."))
                )
                return
    except csv.Error as error:
        into.problems.append(Problem(f"{error}.", _("Mend the quotes of this line."), line=reader.line_num))


def write(accounts: Iterable[Mapping[str, Any]]) -> str:
    """Accounts as CSV, safe to open in a spreadsheet."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for one in accounts:
        writer.writerow([_cell(one[column]) for column in COLUMNS])
    return out.getvalue()


def _cell(value: Any) -> str:
    return guarded("; ".join(map(str, value)) if isinstance(value, list) else str(value))


def _wrong_head(columns: list[str], into: Reading) -> bool:
    mend = _("Known columns: %s.") % ", ".join(COLUMNS)
    unknown = [name for name in columns if name not in COLUMNS]
    twice = sorted({name for name in columns if columns.count(name) > 1})
    found = [Problem(_("There is no column %r.") % name, mend, line=1) for name in unknown]
    found += [Problem(_("The column %r stands twice.") % name, _("Keep one of them."), line=1) for name in twice]
    if "address" not in columns:
        found.append(Problem(_("The column 'address' is missing."), _("The first line names the columns."), line=1))
    into.problems += found
    return bool(found)


def _row(line: int, columns: list[str], cells: list[str], into: Reading) -> None:
    if len(cells) != len(columns):
        said = {"here": len(cells), "head": len(columns)}
        told = _("This line has %(here)d cells; the first line has %(head)d.") % said
        into.problems.append(Problem(told, _("Quote cells that hold a comma."), line=line))
        return
    said = {name: _value(name, cell.strip()) for name, cell in zip(columns, cells, strict=True) if cell.strip()}
    into.items.append(Item(line, said))


def _value(column: str, cell: str) -> Any:
    """What a cell says; a dash empties."""
    text = "" if cell == EMPTY else bare(cell)
    if column in LISTS:
        return [item for part in text.split(";") if (item := part.strip())]
    return text

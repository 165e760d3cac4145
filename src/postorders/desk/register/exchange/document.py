"""The register as JSON: our own fields, or the shape of the U.S. Digital Registry."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from postorders.desk.register.exchange import gsa
from postorders.desk.register.exchange.columns import COLUMNS, LISTS, MOST_ACCOUNTS, Item, Reading
from postorders.errors import Problem


def read(text: str, into: Reading) -> None:
    """The accounts of a JSON file: a list, or an object with `accounts` or `results`; its fields tell the shape."""
    try:
        found = json.loads(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", None)
        into.problems.append(Problem(_("This is not JSON: %s.") % error, _("Mend it, or take CSV."), line=line))
        return
    rows = found.get("accounts", found.get("results")) if isinstance(found, dict) else found
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        told = _("There is no list of accounts in it.")
        into.problems.append(Problem(told, _("Write a list of objects, or an object with 'accounts' or 'results'.")))
        return
    if len(rows) > MOST_ACCOUNTS:
        into.problems.append(Problem(_("The file has more than 5,000 accounts."), _("Divide it into several files.")))
        return
    told, mend = _("It has half a character in it (a lone surrogate)."), _("Write the file anew as UTF-8.")
    halves = [Problem(told, mend, line=place) for place, row in enumerate(rows, start=1) if _broken(row)]
    if halves:
        into.problems += halves
        return
    if into.shape == "registry" or (into.shape == "" and any("service_url" in row for row in rows)):
        into.shape = "registry"
        gsa.read(rows, into)
        return
    into.shape = "json"
    for place, row in enumerate(rows, start=1):
        _account(place, row, into)


def write(accounts: Iterable[Mapping[str, Any]]) -> str:
    """Accounts as JSON."""
    return json.dumps({"accounts": list(accounts)}, ensure_ascii=False, indent=1) + "\n"


def _broken(row: Mapping[str, Any]) -> bool:
    """Whether a text or a name in it has half a character, as JSON can write it and UTF-8 cannot."""
    try:
        json.dumps(row, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return True
    return False


def _account(place: int, row: Mapping[str, Any], into: Reading) -> None:
    bad = [Problem(problem, mend, line=place) for name, value in row.items() for problem, mend in _wrong(name, value)]
    into.problems += bad
    if not bad:
        into.items.append(Item(place, {name: _clean(value) for name, value in row.items() if value is not None}))


def _wrong(name: str, value: Any) -> Iterable[tuple[str, str]]:
    if name not in COLUMNS:
        yield _("There is no field %r.") % name, _("Known fields: %s.") % ", ".join(COLUMNS)
    elif name in LISTS:
        if value is not None and not (isinstance(value, list) and all(isinstance(one, str | int) for one in value)):
            yield _("%s is no list of texts.") % name, _('Write ["one", "two"].')
    elif value is not None and not isinstance(value, str | int):
        yield _("%s is no text.") % name, _("Write it in quotes.")


def _clean(value: Any) -> Any:
    if isinstance(value, list):
        return [text for one in value if (text := str(one).strip())]
    return str(value).strip()

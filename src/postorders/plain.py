"""Frozen dataclasses to plain data and back: the dataclass is the schema, and every problem is collected.

Standard library only, because a browser loads compiled packs through here.
"""

from __future__ import annotations

import difflib
import hashlib
import json
import types
from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, Field, dataclass, field, fields, is_dataclass
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from postorders.errors import Problem

Path = tuple[str | int, ...]


class _Empty(dict[str, Any]):
    """An empty mapping that may stand as a dataclass default on Python 3.11, which wants those hashable."""

    def __hash__(self) -> int:  # type: ignore[override]
        return 0


EMPTY: Any = _Empty()


def to_plain(value: Any) -> Any:
    """JSON-ready data for a dataclass, mapping or sequence; empty optional fields are left out."""
    if isinstance(value, str):
        return value
    if is_dataclass(value):
        pairs = ((f, getattr(value, f.name)) for f in fields(value))
        return {f.name: to_plain(item) for f, item in pairs if not _is_unset(item, f)}
    if isinstance(value, Mapping):
        return {str(key): to_plain(item) for key, item in value.items()}
    if isinstance(value, (tuple, list, frozenset)):
        return [to_plain(item) for item in (sorted(value) if isinstance(value, frozenset) else value)]
    return value


def _is_unset(item: Any, of: Field[Any]) -> bool:
    """Whether an optional field may be left out; a required one never is, or the data could not be read back."""
    if of.default is MISSING and of.default_factory is MISSING:
        return False
    return item == of.default or item in ((), "", None) or (item == {})


def canonical(value: Any) -> bytes:
    """The one byte form of some data: sorted keys, no spaces, UTF-8. Hashes are taken over this."""
    return json.dumps(to_plain(value), sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def digest(value: Any) -> str:
    """SHA-256, in hex, of the canonical form."""
    return hashlib.sha256(canonical(value)).hexdigest()


@dataclass(slots=True)
class Binder:
    """Binds plain data to dataclasses, keeping every problem and the place of every value.

    `places` maps a path (field names and indexes) to (file, line, column), filled while binding when
    the data knows its lines, as YAML read by ruamel does.
    """

    file: str = ""
    problems: list[Problem] = field(default_factory=list)
    places: dict[Path, tuple[str, int | None, int | None]] = field(default_factory=dict)

    def bind(self, kind: Any, data: Any, path: Path = ()) -> Any:
        """`data` as an instance of `kind`, or None after noting why not."""
        origin = get_origin(kind)
        if kind is Any or kind is object:
            return data
        if origin in (Union, types.UnionType):
            return self._optional(kind, data, path)
        if origin is tuple:
            return self._sequence(get_args(kind), data, path)
        if origin is Literal:
            return self._choice(get_args(kind), data, path)
        if origin is not None and issubclass(origin, Mapping):
            return self._mapping(get_args(kind)[1], data, path)
        return self._dataclass(kind, data, path) if is_dataclass(kind) else self._scalar(kind, data, path)

    def note(self, path: Path, what: str, mend: str = "") -> None:
        """Records a problem at a path, or at the nearest known place above it."""
        place: tuple[str, int | None, int | None] = (self.file, None, None)
        for cut in range(len(path), -1, -1):
            if path[:cut] in self.places:
                place = self.places[path[:cut]]
                break
        self.problems.append(Problem(what, mend, *place))

    def _optional(self, kind: Any, data: Any, path: Path) -> Any:
        inner = next(arg for arg in get_args(kind) if arg is not types.NoneType)
        return None if data is None else self.bind(inner, data, path)

    def _sequence(self, args: tuple[Any, ...], data: Any, path: Path) -> tuple[Any, ...]:
        if args[0] is str and type(data) is list and all(type(item) is str for item in data):
            return tuple(data)  # plain JSON, which knows no lines: nothing to note item by item
        items = data if isinstance(data, (list, tuple)) else [data]
        if isinstance(data, Mapping):
            self.note(path, f"{_name(path)} should be a list.", "Begin each item with '- '.")
            return ()
        for index in range(len(items)):
            self._locate(items, index, (*path, index))
        bound = [self.bind(args[0], item, (*path, index)) for index, item in enumerate(items)]
        return tuple(item for item in bound if item is not None)

    def _choice(self, allowed: tuple[str, ...], data: Any, path: Path) -> Any:
        if data in allowed:
            return str(data) if isinstance(data, str) else data
        self.note(path, f"{_name(path)} cannot be {data!r}.", suggest(str(data), allowed))
        return None

    def _mapping(self, kind: Any, data: Any, path: Path) -> Any:
        if not isinstance(data, Mapping):
            self.note(path, f"{_name(path)} should be a map of names to values.", "Write 'name: value' lines.")
            return EMPTY
        for key in data:
            self._locate(data, key, (*path, str(key)))
        return {str(key): self.bind(kind, item, (*path, str(key))) for key, item in data.items()}

    def _scalar(self, kind: type, data: Any, path: Path) -> Any:
        if kind is str and isinstance(data, str):
            return str(data)
        if isinstance(data, kind) and not (kind is int and isinstance(data, bool)):
            return kind(data)
        mend = f'Put it in quotes: "{data}".' if kind is str else f"Give it as {_KINDS.get(kind, kind.__name__)}."
        shown = repr(data) if isinstance(data, str) else str(data)
        self.note(path, f"{_name(path)} should be {_KINDS.get(kind, kind.__name__)}, and is {shown}.", mend)
        return None

    def _dataclass(self, kind: Any, data: Any, path: Path) -> Any:
        if not isinstance(data, Mapping) and (scalar := getattr(kind, "SCALAR", "")):
            data = {scalar: data}
        if not isinstance(data, Mapping):
            self.note(path, f"{_name(path)} should be a map.", "Write 'name: value' lines.")
            return None
        hints, required = _schema(kind)
        for key in data:
            self._locate(data, key, (*path, str(key)))
            if key not in hints:
                self.note((*path, str(key)), f"Unknown field {str(key)!r}.", suggest(str(key), hints))
        if missing := [name for name in required if name not in data]:
            self.note(path, f"{_name(path)} has no {' and no '.join(missing)}.", "Add it.")
        values = {name: self.bind(hints[name], data[name], (*path, name)) for name in hints if name in data}
        kept = {name: value for name, value in values.items() if value is not None}
        return None if set(required) - set(kept) else kind(**kept)

    def _locate(self, data: Any, key: Any, path: Path) -> None:
        marks = getattr(data, "lc", None)
        if marks is None or not marks.data:
            return
        spot = marks.data.get(key) if isinstance(marks.data, dict) else None
        if spot:
            self.places[path] = (self.file, spot[0] + 1, spot[1] + 1)


def from_plain(kind: Any, data: Any) -> Any:
    """Plain data that `to_plain` wrote, as a `kind`. Raises ValueError when it was not written by `to_plain`."""
    binder = Binder()
    bound = binder.bind(kind, data)
    if binder.problems:
        raise ValueError("; ".join(map(str, binder.problems)))
    return bound


def revive(kind: Any, data: Any) -> Any:
    """As `from_plain` and faster, for data that this program wrote itself: it checks nothing."""
    return _reviver(kind)(data)


@cache
def _reviver(kind: Any) -> Callable[[Any], Any]:
    origin, args = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        inner = _reviver(next(arg for arg in args if arg is not types.NoneType))
        return lambda data: None if data is None else inner(data)
    if origin is tuple:
        item = _reviver(args[0])
        return tuple if args[0] is str else lambda data: tuple(map(item, data))
    if origin not in (None, Literal) and issubclass(origin, Mapping):
        value = _reviver(args[1])
        return lambda data: {key: value(one) for key, one in data.items()}
    return _dataclass_reviver(kind) if is_dataclass(kind) else lambda data: data


def _dataclass_reviver(kind: Any) -> Callable[[Any], Any]:
    made = {name: _reviver(hint) for name, hint in _schema(kind)[0].items()}
    return lambda data: kind(**{name: made[name](one) for name, one in data.items()})


def suggest(word: str, known: Iterable[str]) -> str:
    """The nearest known name, or the list of all when it is short."""
    names = sorted(str(name) for name in known)
    if close := difflib.get_close_matches(word, names, n=1, cutoff=0.6):
        return f"Did you mean {close[0]!r}?"
    return f"Known: {', '.join(names)}." if len(names) <= 12 else ""


@cache
def _schema(kind: Any) -> tuple[dict[str, Any], tuple[str, ...]]:
    hints = get_type_hints(kind)
    own = {f.name: hints[f.name] for f in fields(kind)}
    needed = (f for f in fields(kind) if f.default is MISSING and f.default_factory is MISSING)
    return own, tuple(f.name for f in needed)


def _name(path: Path) -> str:
    words = [f"item {part + 1}" if isinstance(part, int) else f"'{part}'" for part in path[-2:]]
    name = " of ".join(reversed(words)) or "This"
    return name[0].upper() + name[1:]


_KINDS = {str: "text", int: "a whole number", bool: "true or false"}

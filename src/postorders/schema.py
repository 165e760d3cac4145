"""JSON Schemas (draft 2020-12) made from the dataclasses themselves, so that they cannot fall behind."""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

_SCALARS = {str: "string", int: "integer", bool: "boolean"}


def schema_of(kind: Any, title: str, always: tuple[str, ...] = (), written: bool = False) -> dict[str, Any]:
    """The schema of a dataclass as `to_plain` writes it; `always` names optional fields that are always there.

    `written` is for files that people write: there a single value may stand for a list of one, and a bare
    text for what it mainly says (`lifted_by: nobody`).
    """
    definitions: dict[str, Any] = {}
    body = _Maker(definitions, written).schema(kind)
    name = body["$ref"].rsplit("/", 1)[1]
    definitions[name]["required"] = sorted({*definitions[name]["required"], *always})
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title,
        **body,
        "$defs": dict(sorted(definitions.items())),
    }


@dataclass(frozen=True, slots=True)
class _Maker:
    """Makes schemas, keeping those of dataclasses in `definitions`."""

    definitions: dict[str, Any]
    written: bool

    def schema(self, kind: Any) -> dict[str, Any]:
        """The schema of a type."""
        origin, args = get_origin(kind), get_args(kind)
        if kind is Any:
            return {}
        if origin in (Union, types.UnionType):
            return self.schema(next(arg for arg in args if arg is not types.NoneType))
        if origin is tuple:
            return self._or({"type": "array", "items": self.schema(args[0])}, self.schema(args[0]))
        if origin is Literal:
            return {"enum": list(args)}
        if origin is not None and issubclass(origin, Mapping):
            return {"type": "object", "additionalProperties": self.schema(args[1])}
        return self._dataclass(kind) if is_dataclass(kind) else {"type": _SCALARS[kind]}

    def _dataclass(self, kind: Any) -> dict[str, Any]:
        self._define(kind)
        whole = {"$ref": f"#/$defs/{kind.__name__}"}
        return self._or(whole, {"type": "string"}) if hasattr(kind, "SCALAR") else whole

    def _or(self, whole: dict[str, Any], short: dict[str, Any]) -> dict[str, Any]:
        return {"anyOf": [whole, short]} if self.written else whole

    def _define(self, kind: Any) -> None:
        if kind.__name__ in self.definitions:
            return
        self.definitions[kind.__name__] = {}  # met already, should it hold itself
        hints = get_type_hints(kind)
        needed = [f.name for f in fields(kind) if f.default is MISSING and f.default_factory is MISSING]
        self.definitions[kind.__name__] = {
            "description": " ".join((kind.__doc__ or "").split()),
            "type": "object",
            "properties": {f.name: self.schema(hints[f.name]) for f in fields(kind)},
            "required": needed,
            "additionalProperties": False,
        }

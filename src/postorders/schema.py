"""JSON Schemas (draft 2020-12) made from the dataclasses themselves, so that they cannot fall behind."""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

_SCALARS = {str: "string", int: "integer", bool: "boolean"}


def schema_of(kind: Any, title: str, always: tuple[str, ...] = ()) -> dict[str, Any]:
    """The schema of a dataclass as `to_plain` writes it; `always` names optional fields that are always there."""
    definitions: dict[str, Any] = {}
    body = _schema(kind, definitions)
    name = body["$ref"].rsplit("/", 1)[1]
    definitions[name]["required"] = sorted({*definitions[name]["required"], *always})
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title,
        **body,
        "$defs": dict(sorted(definitions.items())),
    }


def _schema(kind: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    origin = get_origin(kind)
    if kind is Any:
        return {}
    if origin in (Union, types.UnionType):
        return _schema(next(arg for arg in get_args(kind) if arg is not types.NoneType), definitions)
    if origin is tuple:
        return {"type": "array", "items": _schema(get_args(kind)[0], definitions)}
    if origin is Literal:
        return {"enum": list(get_args(kind))}
    if origin is not None and issubclass(origin, Mapping):
        return {"type": "object", "additionalProperties": _schema(get_args(kind)[1], definitions)}
    return _dataclass(kind, definitions) if is_dataclass(kind) else {"type": _SCALARS[kind]}


def _dataclass(kind: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    name = kind.__name__
    if name not in definitions:
        definitions[name] = {}
        hints = get_type_hints(kind)
        required = [f.name for f in fields(kind) if f.default is MISSING and f.default_factory is MISSING]
        definitions[name] = {
            "description": " ".join((kind.__doc__ or "").split()),
            "type": "object",
            "properties": {f.name: _schema(hints[f.name], definitions) for f in fields(kind)},
            "required": required,
            "additionalProperties": False,
        }
    return {"$ref": f"#/$defs/{name}"}

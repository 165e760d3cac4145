"""Reads the files of a data set, and our own in YAML."""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import yaml

_CODES = re.compile(r"(?:\\u[0-9a-fA-F]{4})+")


def opened(path: Path) -> str:
    """The text of a file, unpacked where it is packed. Raises FileNotFoundError."""
    data = path.read_bytes()
    return (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8")


def table(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a CSV file by column."""
    csv.field_size_limit(10_000_000)
    yield from csv.DictReader(io.StringIO(opened(path)))


def document(path: Path) -> Any:
    """A JSON file."""
    return json.loads(opened(path))


def outline(path: Path) -> Any:
    """A YAML file, by the parser in C: the examples are two megabytes, for which the one in Python takes a minute."""
    return yaml.load(opened(path), Loader=yaml.CSafeLoader)


def unescaped(text: str) -> str:
    """A post as its author saw it: letters and line ends that a set spells out as in JSON or HTML are themselves again.
    Half of a pair of codes, as a cut leaves it, becomes U+FFFD."""
    spelled = _CODES.sub(lambda found: _letters(found[0]), text)
    return unescape(spelled.replace("\\n", "\n"))


def _letters(codes: str) -> str:
    units = codes.encode().decode("unicode_escape")
    return units.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")

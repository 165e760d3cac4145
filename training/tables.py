"""Reads the files of a data set, and our own in YAML."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml


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

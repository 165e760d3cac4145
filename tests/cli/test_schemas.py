"""The published schemas take every file that ships."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jsonschema
import pytest

from postorders.cli.policy.schema import schema_named
from postorders.policy.library import TEMPLATES, templates
from postorders.policy.source import read_yaml
from postorders.signals.load import concept_files


def plain(path: Path) -> Any:
    data, problems = read_yaml(path)
    assert problems == []
    return data


@pytest.mark.parametrize("policy", templates())
def test_every_clause_and_the_pack(policy: str) -> None:
    manifest = plain(TEMPLATES / policy / "pack.yaml")
    jsonschema.validate(manifest, schema_named("pack"))
    for section in manifest["sections"]:
        for clause in plain(TEMPLATES / policy / section["file"]):
            jsonschema.validate(clause, schema_named("clause"))
    for reading in plain(TEMPLATES / policy / "readings.yaml"):
        jsonschema.validate(reading, schema_named("reading"))


@pytest.mark.parametrize("path", concept_files(), ids=lambda path: path.stem)
def test_every_concept(path: Path) -> None:
    jsonschema.validate(plain(path), schema_named("concept"))


def test_a_clause_with_a_field_that_does_not_exist_is_refused() -> None:
    clause = dict(plain(TEMPLATES / "raymore-8" / "8.00-policy.yaml")[0], colour="blue")
    with pytest.raises(jsonschema.ValidationError, match="colour"):
        jsonschema.validate(clause, schema_named("clause"))

"""Real documents, where the variable POSTORDERS_DOCUMENTS names a folder of them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from postorders.policy.attach import extract, split
from postorders.policy.attach.marks import mask
from postorders.policy.attach.split import squeeze

FOLDER = os.environ.get("POSTORDERS_DOCUMENTS", "")
KINDS = (".txt", ".md", ".pdf", ".docx")
GIVEN = sorted(path for path in Path(FOLDER).iterdir() if path.suffix in KINDS) if FOLDER else []


def test_every_given_document_comes_apart(subtests: pytest.Subtests) -> None:
    for path in GIVEN:
        with subtests.test(path.name):
            text = extract(path.read_bytes(), path.name)
            items = split(text)
            assert items
            assert all(squeeze(mask(text)[item.start : item.end]) == item.text for item in items)

"""A folder of its own for what each test publishes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def home(settings: Any, tmp_path: Path) -> Path:
    """The desk's folder and keys, for this test alone."""
    (tmp_path / "keys").mkdir()
    settings.CONFIG = replace(settings.CONFIG, folder=str(tmp_path), keys=str(tmp_path / "keys"))
    return tmp_path

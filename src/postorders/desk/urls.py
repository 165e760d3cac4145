"""Every address of the desk: each part brings its own `urls.py`."""

from __future__ import annotations

import importlib
from pathlib import Path

from django.urls import URLPattern, URLResolver, include, path

HERE = Path(__file__).parent


def _parts() -> list[URLPattern | URLResolver]:
    found: list[URLPattern | URLResolver] = []
    for file in sorted(HERE.glob("*/urls.py")):
        found += importlib.import_module(f"postorders.desk.{file.parent.name}.urls").urlpatterns
    return found


urlpatterns = [*_parts(), path("i18n/", include("django.conf.urls.i18n"))]

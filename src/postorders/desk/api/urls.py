"""Addresses of the API and of a member's tokens."""

from __future__ import annotations

import importlib
from pathlib import Path

from django.urls import path

from postorders.desk.api import views
from postorders.desk.api.ground import api

for file in sorted(Path(__file__).parent.glob("routes/[a-z]*.py")):
    api.add_router("", importlib.import_module(f"postorders.desk.api.routes.{file.stem}").router)

urlpatterns = [
    path("api/v1/", api.urls),
    path("desk/tokens/", views.tokens, name="tokens"),
    path("desk/tokens/<uuid:token>/revoke/", views.revoke, name="token-revoke"),
]

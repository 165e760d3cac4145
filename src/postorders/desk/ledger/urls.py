"""Addresses of the ledger: at the desk, and in public."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import gettext_lazy as _

from postorders.desk.base.context import Link
from postorders.desk.ledger import keeper, outside, views

urlpatterns = [
    path("desk/ledger/", views.entries, name="ledger-entries"),
    path("desk/ledger/<int:index>/", views.entry, name="ledger-entry"),
    path("desk/ledger/<int:index>/proof", views.proof, name="ledger-proof"),
    path("desk/ledger/disposals/", keeper.disposals, name="ledger-disposals"),
    path("desk/ledger/disposals/<uuid:id>/", keeper.one, name="ledger-disposal"),
    path("desk/ledger/disposals/<uuid:id>/decide", keeper.decide, name="ledger-decide"),
    path("desk/ledger/disposals/<uuid:id>/withdraw", keeper.withdraw, name="ledger-withdraw"),
    path("desk/ledger/holds/", keeper.holds, name="ledger-holds"),
    path("desk/ledger/holds/<uuid:id>/lift", keeper.lift, name="ledger-lift"),
    path("d/<slug:slug>/ledger/", outside.about, name="ledger-about"),
    path("d/<slug:slug>/ledger/files", outside.files, name="ledger-files"),
    path("d/<slug:slug>/ledger/<path:name>", outside.file, name="ledger-file"),
]
LINKS = [Link(_("Who did what"), "ledger-entries", place=80)]

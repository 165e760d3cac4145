"""Addresses of custody and of departures."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import gettext_lazy as _

from postorders.desk.base.context import Link
from postorders.desk.custody import handing, views
from postorders.desk.custody.rights import STEPPERS

KEYS = "desk/sites/<uuid:site>/custody/"
LEAVING = "desk/departures/"
urlpatterns = [
    path(KEYS, views.custody, name="account-custody"),
    path(f"{KEYS}<uuid:holding>/end/", views.end, name="account-custody-end"),
    path(f"{KEYS}<uuid:holding>/correct/", views.correct, name="account-custody-correct"),
    path(LEAVING, handing.departures, name="departures"),
    path(f"{LEAVING}<uuid:departure>/", handing.departure, name="departure"),
    path(f"{LEAVING}<uuid:departure>/<uuid:step>/evidence", handing.evidence, name="departure-evidence"),
]
LINKS = [Link(_("Departures"), "departures", STEPPERS, 45)]

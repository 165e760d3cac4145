"""Addresses of custody and of departures."""

from __future__ import annotations

from django.urls import path

from postorders.desk.custody import handing, views

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

"""Addresses of the people pages."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import gettext_lazy as lazy

from postorders.desk.base.context import Link
from postorders.desk.people.designation import GIVERS
from postorders.desk.people.views import delegations, persons, roster, settings, units

urlpatterns = [
    path("desk/people/", persons.people, name="people"),
    path("desk/people/add/", persons.add, name="person-add"),
    path("desk/people/roster/", roster.roster, name="roster"),
    path("desk/people/roster/export/", roster.take_out, name="roster-export"),
    path("desk/people/roles/<uuid:held>/end/", persons.end_role, name="role-end"),
    path("desk/people/<uuid:member>/", persons.person, name="person"),
    path("desk/people/<uuid:member>/edit/", persons.edit, name="person-edit"),
    path("desk/people/<uuid:member>/transfer/", persons.transfer, name="person-transfer"),
    path("desk/people/<uuid:member>/separate/", persons.separate, name="person-separate"),
    path("desk/people/<uuid:member>/reinstate/", persons.reinstate, name="person-reinstate"),
    path("desk/people/<uuid:member>/roles/", persons.give_role, name="role-give"),
    path("desk/units/", units.units, name="units"),
    path("desk/units/add/", units.add, name="unit-add"),
    path("desk/units/<uuid:unit>/", units.unit, name="unit"),
    path("desk/delegations/", delegations.delegations, name="delegations"),
    path("desk/delegations/new/", delegations.name, name="delegation-new"),
    path("desk/delegations/<uuid:delegation>/revoke/", delegations.revoke, name="delegation-revoke"),
    path("desk/settings/", settings.settings, name="settings"),
]
LINKS = [
    Link(lazy("Designees"), "delegations", GIVERS, 60),
    Link(lazy("People"), "people", ("administrator", "chief"), 70),
    Link(lazy("Units"), "units", ("administrator", "chief"), 71),
    Link(lazy("Settings"), "settings", ("administrator", "chief"), 72),
]

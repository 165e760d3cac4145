"""Two invented departments: Cedar Bluff works under Raymore's policy, Osage Crossing under Kansas City's."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.test import Client

from postorders.desk.base import scope
from postorders.desk.base.person import Person, machine
from postorders.desk.people import acts
from postorders.desk.people.models import Department, Member, Unit
from postorders.desk.people.who import person, today
from postorders.desk.policy.acts import adopt
from postorders.desk.signin.models import Account
from postorders.policy.library import TEMPLATES

PASSWORD = "blue heron over the dam"


@dataclass
class Place:
    """A department, its units and members by short names."""

    department: Department
    units: dict[str, Unit] = field(default_factory=dict)
    members: dict[str, Member] = field(default_factory=dict)

    def as_(self, name: str, **given: Any) -> Person:
        """A member as an acting person, with today's roles."""
        with scope.within(self.department.id):
            return person(self.members[name], **given)

    def within(self) -> Any:
        """Work in this department."""
        return scope.within(self.department.id)

    def today(self) -> date:
        """The day in this department."""
        with self.within():
            return today()


@dataclass
class World:
    """Both departments."""

    bluff: Place
    osage: Place


# name: (number, full name, class, rank, unit, roles)
BLUFF = {
    "chief": ("1", "Adaeze Whitlow", "officer", "Chief", "Command", ["chief"]),
    "lieutenant": ("12", "Marisol Tran", "officer", "Lieutenant", "Patrol", ["supervisor"]),
    "officer": ("31", "Cole Abernathy", "officer", "Officer", "Patrol", []),
    "reserve": ("77", "June Sandoval", "reserve", "Reserve officer", "Patrol", []),
    "pio": ("40", "Devon Hatcher", "civilian", "", "Command", ["media-unit", "web-manager"]),
    "manager": ("41", "Priya Lindqvist", "civilian", "", "Command", ["policy-manager", "records-custodian"]),
    "attorney": ("90", "Ottilie Brandvold", "civilian", "", "Command", ["attorney"]),
    "admin": ("99", "Wendell Oyelaran", "civilian", "", "Command", ["administrator"]),
}
OSAGE = {
    "chief": ("A1", "Rosalind Eckhart", "officer", "Chief", "Office of the Chief", ["chief"]),
    "bureau": ("A7", "Tobias Merriweather", "officer", "Deputy chief", "Patrol Bureau", ["bureau-commander"]),
    "commander": ("B3", "Imani Castellanos", "officer", "Major", "East Division", ["commander"]),
    "supervisor": ("C9", "Garrett Nwosu", "officer", "Sergeant", "East Watch", ["supervisor"]),
    "officer": ("D22", "Lena Fairweather", "officer", "Officer", "East Watch", []),
    "media": ("E5", "Bao Lindgren", "civilian", "", "Media Unit", ["media-unit"]),
    "manager": ("E8", "Hollis Abara", "civilian", "", "Office of the Chief", ["policy-manager"]),
    "attorney": ("L1", "Quentin Marsh-Odell", "civilian", "", "Office of the Chief", ["attorney"]),
    "investigator": ("I4", "Renata Kowalczyk", "officer", "Detective", "Office of the Chief", ["investigator"]),
    "admin": ("Z9", "Shirin Halloran", "civilian", "", "Office of the Chief", ["administrator"]),
}
BLUFF_UNITS = {"Command": ("", "chief"), "Patrol": ("Command", "lieutenant")}
OSAGE_UNITS = {
    "Office of the Chief": ("", "chief"),
    "Patrol Bureau": ("Office of the Chief", "bureau"),
    "East Division": ("Patrol Bureau", "commander"),
    "East Watch": ("East Division", "supervisor"),
    "Media Unit": ("Office of the Chief", "media"),
}


def world() -> World:
    """Founds both departments, by the acts that a user's commands call."""
    return World(
        _place("cedar-bluff", "Cedar Bluff Police Department", BLUFF, BLUFF_UNITS, "raymore-8"),
        _place("osage-crossing", "Osage Crossing Police Department", OSAGE, OSAGE_UNITS, "kcpd-261"),
    )


def _place(slug: str, name: str, people: dict[str, Any], units: dict[str, Any], policy: str) -> Place:
    place = Place(acts.found(slug, name))
    with place.within():
        desk = machine()
        for unit, (parent, _) in units.items():
            place.units[unit] = acts.add_unit(desk, unit, place.units.get(parent))
        for short, (number, full, sort, rank, unit, roles) in people.items():
            email = f"{full.split()[0].lower()}@{slug}.example"
            more = {"rank": rank, "unit": place.units[unit], "email": email}
            place.members[short] = acts.add_member(desk, number, full, sort, **more)
            for role in roles:
                acts.give_role(desk, place.members[short], role)
        for unit, (_, head) in units.items():
            acts.lead_unit(desk, place.units[unit], place.members[head])
        adopt(desk, TEMPLATES / policy, proof="Board minutes of January 9, 2026" if policy == "kcpd-261" else "")
    return place


def account(place: Place, short: str, password: str = PASSWORD) -> Account:
    """The account that a member of the cast signs in with, made when it is not there."""
    member = place.members[short]
    found = Account.objects.filter(member=member).first()
    return found or Account.objects.create_user(member.email, password, department=place.department, member=member)


def browser(place: Place, short: str) -> Client:
    """A browser in which this member has signed in just now, with a second factor."""
    client, who = Client(), account(place, short)
    client.force_login(who)
    session, now = client.session, time.time()
    session["account_authentication_methods"] = [{"method": "password", "at": now}, {"method": "mfa", "at": now}]
    session["account_authentication_methods_user"] = str(who.pk)
    session.save()
    return client

"""What the tests of accounts have in common: leave for a site, and accounts in the register of the cast."""

from __future__ import annotations

from typing import Any

from tests.desk.cast import Place
from tests.desk.permissions import scene

from postorders.desk.ledger.models import Payload
from postorders.desk.permissions.models import Grant
from postorders.desk.register import acts
from postorders.desk.register.models import Site
from postorders.ledger.entry import read_payload

# Who asks for a site, and under which kind, in either department.
ASKS = {"cedar-bluff": ("pio", "department-site"), "osage-crossing": ("media", "site-approval")}
BLUFF = "https://www.facebook.com/CedarBluffPolice"
OSAGE = "https://bsky.app/profile/osagecrossing.example"


def leave(place: Place, site: str = "", **given: Any) -> Grant:
    """The Chief's permission for a site, narrowed to an address when one is given."""
    who, kind = ASKS[place.department.slug]
    return scene.grant(place, scene.ask(place, kind, who, site=site), "chief", **given)


def entered(place: Place, text: str = BLUFF, **about: Any) -> Site:
    """An account that the department's own clerk enters."""
    who, _ = ASKS[place.department.slug]
    return acts.enter(place.as_(who), text, **{"purpose": "Closures and lost property", **about})


def listed(place: Place, text: str = BLUFF, **about: Any) -> Site:
    """An account with leave, on the list."""
    grant = leave(place, text)
    return acts.list_site(place.as_("chief"), entered(place, text, **about), grant)


def entry(place: Place, act: str) -> dict[str, Any]:
    """The fields of the newest entry of an act."""
    with place.within():
        row = Payload.objects.filter(department=place.department, act=act).order_by("-index").first()
        return read_payload(row.body.encode()).shown

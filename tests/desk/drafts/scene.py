"""What the tests of drafts have in common: accounts, drafts that nothing bars, and the gate as somebody finds it."""

from __future__ import annotations

from typing import Any

from tests.desk.cast import Place
from tests.desk.permissions import scene as leave

from postorders.desk.base import guard, scope
from postorders.desk.drafts import acts, gate
from postorders.desk.drafts.gate import Bar, Gate
from postorders.desk.drafts.models import Draft
from postorders.desk.ledger.models import Payload
from postorders.desk.people import acts as people
from postorders.desk.register.models import Site
from postorders.platforms.address import address

ROAD = "Pine Street is closed until 6 pm because of a gas leak. Please go around."
URLS = {"x": "https://x.com/CedarBluffPD", "bluesky": "https://bsky.app/profile/cedarbluff.example"}


def pio(place: Place) -> str:
    """The member of the cast who posts for the department: of the Media Unit, or with leave (`ready`)."""
    return "pio" if "pio" in place.members else "officer"


def site(place: Place, url: str = URLS["x"], **given: Any) -> Site:
    """An account of the list, owned by who posts."""
    where = address(url)
    with place.within(), guard.lifted("a test"):
        number = Site.objects.count() + 1
        said = {"name": f"Page {number}", "state": "listed", "owner": place.members[pio(place)], **given}
        row = Site(number=number, platform=where.platform, handle=where.handle, url=where.url, key=where.key, **said)
        row.save()
    return row


def begun(place: Place, text: str = ROAD, *sites: Site, who: str = "", **given: Any) -> Draft:
    """A draft with its facts checked, for these accounts, or for one made for it."""
    person = place.as_(who or pio(place))
    there = sites or (site(place),)
    draft: Draft = acts.begin(person, text, sites=there, **given)
    acts.verify_facts(person, draft, "Call to the gas company at 9:40")
    return fresh(draft)


def fresh(draft: Draft) -> Draft:
    """The draft as the database has it now."""
    with scope.within(draft.department_id):
        return Draft.objects.select_related("author").get(id=draft.id)


def look(place: Place, draft: Draft, who: str = "", device: str = "department", duty: str = "on", **given: Any) -> Gate:
    """The gate as a member finds it who would publish now."""
    with place.within():
        return gate.look(fresh(draft), place.as_(who or pio(place)), None, device, duty, **given)


def bars(place: Place, draft: Draft, *asked: str, **given: Any) -> dict[str, Bar]:
    """What bars the draft, by kind."""
    return {one.kind: one for one in look(place, draft, *asked, **given).every}


def clauses(place: Place, draft: Draft, **given: Any) -> set[str]:
    """The clauses under which it is barred."""
    return {one.clause for one in look(place, draft, **given).every}


def setting(place: Place, **given: Any) -> None:
    """Local settings of the department."""
    people.change_settings(place.as_("chief"), given)


def role(place: Place, who: str, name: str) -> None:
    """A member holds a role."""
    with place.within():
        people.give_role(place.as_("admin"), place.members[who], name)


def permit(place: Place, kind: str, by: str, who: str = "", **given: Any) -> None:
    """A member of the cast has leave, given by another."""
    leave.grant(place, leave.ask(place, kind, who or pio(place), **given), by)


def ready(place: Place) -> None:
    """Osage Crossing's officer may post, and may use the department's computer for it."""
    permit(place, "represent-department", "supervisor")
    permit(place, "department-computer", "bureau", item="Desk computer 14")


def entries(place: Place, act: str) -> list[Payload]:
    """The department's ledger entries of one act."""
    with place.within():
        return list(Payload.objects.filter(department=place.department, act=act).order_by("index"))

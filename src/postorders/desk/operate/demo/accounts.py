"""Official accounts of the two departments: entered, listed, their keys held, what their pages show; one at risk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from postorders.archive.read import upload
from postorders.desk.base.person import Person
from postorders.desk.custody import acts as custody
from postorders.desk.pages import acts as pages
from postorders.desk.pages import demanded
from postorders.desk.people import acts as people
from postorders.desk.people.models import Member, Unit
from postorders.desk.people.who import person, today
from postorders.desk.register import acts, rules
from postorders.desk.register.models import Site


@dataclass(frozen=True, slots=True)
class Told:
    """What a department does with its accounts: who enters and lists them, who holds keys, and who moves away.

    `accounts` are addresses, names and purposes, by the short names that the stories of posts use; a mover's new unit
    is named.
    """

    enters: str
    accounts: dict[str, tuple[str, str, str]]
    holders: tuple[str, ...]
    seeds: bool
    mover: tuple[str, str] | None
    website: str
    page: str


SAYS = "This page is maintained by the {name}. Questions? Call 816-555-0142."
VISITORS = "Comments posted by visitors do not reflect the opinion of the department."
STORIES = {
    "linnet-creek": Told(
        "pio",
        {
            "page": (
                "https://social.example/@linnetcreekpd", "Linnet Creek Police", "Road closures and lost property"
            ),
            "neighbors": (
                "https://nextdoor.com/agency-detail/mo/linnet-creek/linnet-creek-police", "Linnet Creek neighbors",
                "News for the blocks that it concerns",
            ),
            "alerts": ("https://local.nixle.com/linnet-creek-police/", "Linnet Creek alerts", "Warnings"),
        },
        ("pio", "dunn"), True, None, "https://linnet-creek.example/police", f"{SAYS} {VISITORS}",
    ),
    "marais-landing": Told(
        "media",
        {
            "page": ("https://social.example/@maraislanding", "Marais Landing Police", ""),
            "neighbors": (
                "https://nextdoor.com/agency-detail/mo/marais-landing/marais-landing-police",
                "Marais Landing neighbors", "",
            ),
        },
        ("media", "tran"), False, ("tran", "Investigations"), "https://marais-landing.example", SAYS,
    ),
}  # fmt: skip


def enter(slug: str, department: str, members: dict[str, Member]) -> dict[str, Site]:
    """Enters and lists them, by acts of the people; a picture of each page is brought, for the demonstration looks at
    no page. Returns them by their short names."""
    told = STORIES[slug]
    clerk, chief = person(members[told.enters]), person(members["chief"])
    sites = {short: _entered(told, short, members) for short in told.accounts}
    if told.seeds:
        acts.seed(chief)
    pages.add_website(clerk, told.website, f"{department}, website")
    for site in sites.values():
        _bring(clerk, site, told.page.format(name=department))
    return sites


def leave(slug: str, members: dict[str, Member]) -> None:
    """One who holds keys moves to another unit."""
    if told := STORIES[slug].mover:
        short, unit = told
        people.transfer(person(members["admin"]), members[short], Unit.objects.get(name=unit))


def _entered(told: Told, short: str, members: dict[str, Member]) -> Site:
    clerk, chief = person(members[told.enters]), person(members["chief"])
    address, name, purpose = told.accounts[short]
    purposes = [clause.clause for clause in rules.ordering("purpose")[:2]]
    site: Site = acts.enter(clerk, address, name=name, purpose=purpose, purposes=purposes)
    acts.list_site(chief, site)
    for first, holder in zip((True, False), told.holders, strict=True):
        custody.name(clerk, site, members[holder], first=first)
    return site


def _bring(clerk: Person, site: Site, words: str) -> None:
    """Brings a saved page of the account, and attests what it shows."""
    saved = f"<!doctype html><html lang=en><title>{site.name}</title><p>{words}</p></html>".encode()
    capture = pages.bring(clerk, site, upload(saved, "profile.html", timezone.now().isoformat()))
    shown = {"maintained-by": "found", "contact-shown": "found", "visitor-disclaimer": "not-found"}
    asked = {name: verdict for name, verdict in shown.items() if name in demanded.ordered().by_id}
    if asked:
        pages.attest(clerk, site, asked, capture, today() + timedelta(days=90))

"""The register at a glance: each account of a page of the list with how it stands, and the numbers above it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from postorders.desk.people.who import on_day, today
from postorders.desk.permissions.local import setting
from postorders.desk.register.models import Change, Site
from postorders.desk.register.states import HELD, Keeping
from postorders.platforms.library import platforms

MONTH = timedelta(days=30)
LOOKED = ("listed", "suspended")
WHATS = {
    "listed": lazy("put on the list"),
    "changed": lazy("changed"),
    "suspended": lazy("suspended"),
    "revoked": lazy("revoked"),
    "retired": lazy("retired"),
    "verified": lazy("looked over"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One account of the list: what its page shows, who holds its keys, what it needs in words, its last month."""

    site: Site
    page: Any
    keys: Any
    needs: tuple[str, ...]
    month: tuple[str, ...]

    @property
    def platform(self) -> str:
        """What people call the platform."""
        return platform_name(self.site.platform)

    @property
    def place(self) -> str:
        """The address without what all addresses begin with."""
        return str(self.site.url).removeprefix("https://").removeprefix("www.").rstrip("/")


@dataclass(frozen=True, slots=True)
class Numbers:
    """How many accounts there are: in each state, with its name; needing a hand; with a departure that is open."""

    states: tuple[tuple[str, Any, int], ...]
    hand: int
    at_risk: int
    total: int


def platform_name(platform: str) -> str:
    """What people call a platform, its id when it is not known any more."""
    known = platforms().get(platform)
    return known.label if known else platform


def needing(day: date) -> Q:
    """Accounts that need somebody's hand; asked of `ranked` rows."""
    lacking = Q(state__in=HELD, standing__summary__missing__gt=0)
    short = Q(state__in=HELD, held__lt=setting("least_custodians"))
    return _urgent(day) | lacking | short


def _urgent(day: date) -> Q:
    """Those that wait for a decision or a person's word, lost their permission, or whose keeper leaves."""
    again = Q(state__in=LOOKED, revalidate_by__lt=day)
    unfounded = Q(state="listed", grant__revoked__lte=day) | Q(state="listed", grant__ends__lt=day)
    return Q(state="to-verify") | again | unfounded | Q(leaving=True)


def ranked(day: date | None = None) -> QuerySet[Site]:
    """The accounts of the department at work, those that need a hand first, those that are given up last."""
    from postorders.desk.custody.models import Departure

    on = day or today()
    rank = Case(
        When(_urgent(on), then=Value(0)),
        When(needing(on), then=Value(1)),
        When(state__in=HELD, then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )
    leaving = Exists(Departure.objects.filter(site=OuterRef("id"), state="open"))
    held = Coalesce(Subquery(_holders(on)), 0)
    rows: QuerySet[Site] = Site.objects.annotate(leaving=leaving, held=held).annotate(rank=rank)
    return rows.select_related("grant", "unit", "owner").order_by("rank", "name", "number")


def _holders(day: date) -> QuerySet[Any]:
    """How many members in service hold the keys of an account on a day, as a subquery."""
    from postorders.desk.custody.models import Holding

    serving = Q(member__separated=None) | Q(member__separated__gt=day)
    rows = Holding.objects.filter(on_day(day), serving, site=OuterRef("id"), replaced=None)
    counted: QuerySet[Any] = rows.order_by().values("site").annotate(count=Count("member", distinct=True))
    return counted.values("count")


def numbers() -> Numbers:
    """The numbers above the list, by two questions."""
    day = today()
    by_state = dict(Site.objects.order_by().values_list("state").annotate(Count("id")))
    hand = (
        ranked(day)
        .order_by()
        .aggregate(hand=Count("id", filter=needing(day)), at_risk=Count("id", filter=Q(leaving=True)))
    )
    shown = tuple((name, label, by_state[name]) for name, label in Keeping.choices() if name in by_state)
    return Numbers(shown, hand["hand"], hand["at_risk"], sum(by_state.values()))


def lines(sites: Iterable[Site]) -> list[Line]:
    """Accounts with how they stand: a fixed number of questions for however many."""
    from postorders.desk.custody.glance import glance as keys_of
    from postorders.desk.pages.glance import glance as pages_of

    shown = list(sites)
    pages, keys, months = pages_of(shown), keys_of(shown), _months(shown)
    return [
        Line(
            site,
            page := pages.get(site.id),
            held := keys.get(site.id),
            tuple(_needs(site, page, held)),
            months[site.id],
        )
        for site in shown
    ]


def _needs(site: Site, page: Any, keys: Any) -> Iterator[str]:
    """What an account needs, in words."""
    day = today()
    if site.state == "to-verify":
        yield _("to be verified")
    if site.state in LOOKED and site.revalidate_by and site.revalidate_by < day:
        yield _("to be looked over again, due on %(day)s") % {"day": site.revalidate_by}
    if site.state == "listed" and site.grant is not None and not site.grant.stands(day):
        yield _("its permission %(name)s is not in force") % {"name": site.grant.name}
    if keys and keys.at_risk:
        yield _("at risk: who holds the keys leaves or moves")
    if keys and keys.short:
        yield _("too few people hold the keys")
    if page and page.missing and site.state in HELD:
        yield ngettext("its page lacks %(n)d demand", "its page lacks %(n)d demands", page.missing) % {
            "n": page.missing
        }


def _months(sites: list[Site]) -> dict[UUID, tuple[str, ...]]:
    """What changed of each account in the last month, the newest first, each once, with its day."""
    found: dict[UUID, dict[str, datetime]] = defaultdict(dict)
    rows = Change.objects.filter(site__in=[site.id for site in sites], at__gte=timezone.now() - MONTH)
    for site, what, at in rows.order_by("-at").values_list("site_id", "what", "at"):
        found[site].setdefault(what, at)
    told = {site: tuple(_told(what, at) for what, at in changes.items()) for site, changes in found.items()}
    return {site.id: told.get(site.id, ()) for site in sites}


def _told(what: str, at: datetime) -> str:
    return f"{WHATS.get(what, what)} {timezone.localdate(at)}"

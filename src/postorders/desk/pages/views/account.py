"""One account's page: how each demand stands, what proves it, what changed, and looking anew."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from postorders.conformance.demand import LINK_BACK
from postorders.desk.base.act import Refused
from postorders.desk.base.page import page
from postorders.desk.base.person import Person
from postorders.desk.custody.models import Step
from postorders.desk.pages import acts, demanded, look, rights, tell
from postorders.desk.pages.ground import ground
from postorders.desk.pages.models import Attestation, Check, Kept, Standing
from postorders.desk.pages.standings import Stand
from postorders.desk.pages.suggest import Suggester, Suggestion
from postorders.desk.register.models import Site
from postorders.desk.register.rules import acts_as

PER_PAGE = 50
MONTH = timedelta(days=30)
SOON = timedelta(seconds=2)  # between two looks that one person asks for


@dataclass(frozen=True, slots=True)
class Row:
    """One demand on the page: how it stands, its clauses as (policy, clause), the words to copy where it lacks them."""

    stand: Stand
    clauses: tuple[tuple[str, str], ...]
    suggestion: Suggestion | None
    back: bool


def found(site: UUID) -> Site:
    """The account of the department at work; 404 when there is none."""
    return get_object_or_404(Site.objects.select_related("owner", "department"), id=site)


@page("anyone")
@require_safe
def account(request: HttpRequest, site: UUID) -> HttpResponse:
    """How the page of one account stands."""
    one = found(site)
    given = ground([one])
    standing = Standing.objects.filter(site=one).select_related("check_made", "check_made__by").first()
    suggester = Suggester(one.department, given.ordered, given.websites)
    may_look = rights.may_look(request.person, one)
    rows = [_row(told(stand, may_look), given.ordered, suggester) for stand in given.stands(one, standing)]
    since = _since(request.GET.get("since", ""))
    check = standing.check_made if standing else None
    capture_id = check.capture_id if check else None
    shown = {
        "site": one,
        "rows": rows,
        "standing": standing,
        "check": check,
        "capture": kept(one).filter(id=capture_id).first(),
        "source": look.source(one),
        "since": since,
        "changes": _changes(one, since),
        "said": _said(one, given.ordered),
        "may_look": may_look,
        "may_decide": acts_as(request.person, rights.DECIDERS),
        "keeps": acts_as(request.person, rights.KEEPERS),
        "sets": request.person.has(("chief", "administrator")),
    }
    return render(request, "pages/account.html", shown)


def told(stand: Stand, may_look: bool) -> Stand:
    """How a demand stands for a reader: that a sealed permission excuses it is for who answers for the account."""
    return stand if may_look or stand.state != "excused" else replace(stand, state="settled", says="", found=None)


def _row(stand: Stand, given: demanded.Ordered, suggester: Suggester) -> Row:
    name, lacks = stand.demand.demand, stand.state in ("missing", "unknown")
    old = stand.state == "met" and bool(stand.says)
    suggestion = suggester.of(stand.demand) if (lacks or old) and name != LINK_BACK else None
    return Row(
        stand, given.cited.get(name, ()), suggestion if suggestion and suggestion.text else None, name == LINK_BACK
    )


def _said(site: Site, given: demanded.Ordered) -> list[Attestation]:
    """The newest words of people on the page, each with the label of its demand."""
    rows = list(Attestation.objects.filter(site=site).select_related("by")[:20])
    for row in rows:
        row.label = given.by_id[row.demand].label if row.demand in given.by_id else row.demand
    return rows


def _since(text: str) -> date:
    """The day from which changes are shown: the one asked for, or a month ago."""
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            pass
    return timezone.localdate() - MONTH


def _changes(site: Site, since: date) -> list[tuple[Check, list[str]]]:
    """What changed since a day, the newest first, at most as much as one page holds."""
    start = timezone.make_aware(datetime.combine(since, time.min))
    rows = Check.objects.filter(site=site, at__gte=start).exclude(before={})[:PER_PAGE]
    labels = {one.demand: one.label for one in demanded.ordered().demands}
    return [(check, tell.sentences(check, labels)) for check in rows]


def kept(site: Site) -> QuerySet[Kept]:
    """The captures of an account's page, without their bytes; what was brought for a departure is not among them."""
    elsewhere = Step.objects.filter(departure__site=site, evidence__isnull=False).values("evidence")
    rows: QuerySet[Kept] = Kept.objects.filter(site=site).exclude(id__in=elsewhere)
    return rows.defer("body").select_related("by")


@page("anyone")
@require_POST
def look_now(request: HttpRequest, site: UUID) -> HttpResponse:
    """Looks at the page now. The network is asked first; then one act keeps what came of it."""
    one = found(site)
    rights.need_look(request.person, one)
    if Check.objects.filter(site=one, at__gt=timezone.now() - SOON, by=request.person.member).exists():
        messages.info(request, _("It was looked at a moment ago. This is what was found."))
        return redirect("account-page", one.id)
    websites = demanded.watched()
    examiner = demanded.examiner(demanded.ordered(), websites, demanded.own())
    done = acts.look(request.person, one, look.look(one, examiner))
    if done.seen.why:
        messages.warning(request, done.seen.why)
    else:
        counts = done.standing.summary
        said = _("Looked at now: {met} met, {missing} missing, {unknown} unknown.")
        messages.success(request, said.format(**counts))
    return redirect("account-page", one.id)


@page("anyone")
@require_safe
def captures(request: HttpRequest, site: UUID) -> HttpResponse:
    """Every capture of an account's page, the newest first."""
    one = found(site)
    shown = Paginator(kept(one), PER_PAGE).get_page(request.GET.get("page"))
    may_look = rights.may_look(request.person, one)
    return render(request, "pages/captures.html", {"site": one, "rows": shown, "may_look": may_look})


@page("anyone")
@require_safe
def capture(request: HttpRequest, site: UUID, capture: UUID) -> HttpResponse:
    """The exact bytes of a capture, to be saved and never shown here; what a person brought is for those who may."""
    return bytes_of(readable(request.person, found(site), capture))


def readable(person: Person, site: Site, capture: UUID) -> Kept:
    """A capture of an account's page for a person; 404 when there is none. Raises Refused."""
    row: Kept = get_object_or_404(kept(site), id=capture)
    if row.source == "upload" and not rights.may_look(person, site):
        raise Refused(_("What a person brought is for those who answer for the account."), _("Ask one of them."))
    return row


def bytes_of(row: Kept) -> HttpResponse:
    """A capture as a download that no browser opens by itself."""
    ends = {"text/html": "html", "application/json": "json", "application/pdf": "pdf", "image/png": "png"}
    name = f"{timezone.localtime(row.at):%Y%m%d-%H%M%S}-{row.sha256[:12]}.{ends.get(row.kind, 'bin')}"
    response = HttpResponse(row.bytes, content_type="application/octet-stream")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response

"""The connection of one account: how it stands, what it allows, and connecting, renewing and closing it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from postorders.desk.base.act import Refused
from postorders.desk.base.page import page
from postorders.desk.connect import acts, flow, forms, lines, words
from postorders.desk.connect.models import Application, Connection
from postorders.desk.connect.rights import APPLIERS, may_connect, need_connect
from postorders.desk.custody.rights import READERS
from postorders.desk.people.forms import attempt
from postorders.desk.register.models import Site
from postorders.desk.register.opened import address_of
from postorders.desk.register.rules import acts_as
from postorders.desk.register.shown import platform_name
from postorders.errors import InputError
from postorders.platforms.library import platforms
from postorders.platforms.publisher import publishers
from postorders.platforms.wire import Expired, Trouble

TO = "connecting-to"  # where a session keeps the address that the person is sent to


def found(request: HttpRequest, site: UUID) -> Site:
    """The account, for who may connect it or reads who keeps what. Raises Refused."""
    row: Site = get_object_or_404(Site.objects.select_related("owner"), id=site)
    if not acts_as(request.person, READERS):
        need_connect(request.person, row)
    return row


@page("anyone")
@require_http_methods(["GET", "HEAD", "POST"])
def connection(request: HttpRequest, site: UUID) -> HttpResponse:
    """How an account is connected, and what is done to it."""
    row = found(request, site)
    do, sent = request.POST.get("do", ""), None
    if request.method == "POST":
        need_connect(request.person, row)
        if do not in DOES:
            raise Http404
        sent = DOES[do][0](request, row, request.POST)
        if sent.is_valid() and attempt(sent, lambda: DOES[do][1](request, row, sent)):
            return redirect("connect-go" if do == "connect" and TO in request.session else "connection", row.id)
    return render(request, "connect/connection.html", _shown(request, row, do, sent), status=422 if sent else 200)


def _connect(request: HttpRequest, site: Site, form: Any) -> None:
    """Begins; where a form of ours asks for everything, ends as well. What is typed is used and kept nowhere."""
    answer = address_of(reverse("connect-answer"))
    request.session.pop(TO, None)
    server = form.cleaned_data.get("server") or forms.server_of(site)
    chosen = form.cleaned_data.get("account", "")
    url = flow.start(request.person, site, server, answer, request.session, chosen)
    if url:
        request.session[TO] = {"site": str(site.id), "url": url}
        return
    given = {name: value for name, value in form.cleaned_data.items() if name != "server"}
    row = flow.finish(request.person, site, given, request.session)
    messages.success(request, _("Connected as %s.") % row.handle)


def _renew(request: HttpRequest, site: Site, form: Any) -> None:
    try:
        lines.renewed(site, timezone.now())
    except Expired as trouble:
        lines.give_up(site, trouble)
        raise Refused(_("The platform says: %s") % trouble.told, _("Connect the account again.")) from trouble
    except Trouble as trouble:
        raise Refused(_("The platform says: %s") % trouble.told, _("Try again later.")) from trouble
    messages.success(request, _("The keys are fresh."))


def _close(request: HttpRequest, site: Site, form: Any) -> None:
    row = Connection.objects.filter(site=site).first()
    if row is None:
        raise Refused(_("It is not connected."))
    acts.close(request.person, row, form.cleaned_data["why"])
    messages.success(request, _("Closed. The desk has no keys of it any more. End its access on the platform too."))


def _asked(request: HttpRequest, site: Site, data: Any = None) -> Form:
    return forms.form_for(flow.asks(site), site, flow.choices(site, request.session), data)


DOES: dict[str, Any] = {
    "connect": (_asked, _connect),
    "renew": (lambda request, site, data: Form(data), _renew),
    "close": (lambda request, site, data: forms.CloseForm(data, prefix="close"), _close),
}


def _shown(request: HttpRequest, site: Site, do: str, sent: Any) -> dict[str, Any]:
    row = Connection.objects.filter(site=site).select_related("by").first()
    publisher, how = publishers().get(site.platform), flow.asks(site)
    can = publisher.can if publisher else None
    level, says = words.standing(row, can, timezone.now())
    may = may_connect(request.person, site)
    forms_: dict[str, Any] = {}
    if may and how != "none" and site.state == "listed":
        forms_["connect"] = sent if do == "connect" else _asked(request, site)
    if may and row is not None and row.sealed:
        forms_["close"] = sent if do == "close" else forms.CloseForm(prefix="close")
        forms_["renew"] = (sent if do == "renew" else Form()) if not row.void else None
    return {
        "site": site,
        "row": row,
        "platform": platform_name(site.platform),
        "how": how,
        "how_says": words.HOWS[how],
        "level": level,
        "says": says,
        "does": words.does(can) if can else (),
        "asked": words.scopes(flow.scopes(site)),
        "allowed": words.scopes(row.scopes) if row else (),
        "forms": forms_,
        "wants_application": how == "oauth" and _lacks_application(site),
        "applies": acts_as(request.person, APPLIERS),
        "failed": list(site.releases.filter(state="failed").order_by("number")[:2]) if may and level == "open" else [],
        "here": "connection",
    }


def _lacks_application(site: Site) -> bool:
    """Whether the platform wants an application of the department's own, and none is entered."""
    if platforms()[site.platform].anywhere:
        return False
    return not Application.objects.filter(platform=site.platform).exists()


@page("anyone")
@require_safe
def go(request: HttpRequest, site: UUID) -> HttpResponse:
    """The link to the platform's own page, with what it will ask to allow."""
    row = found(request, site)
    need_connect(request.person, row)
    kept = request.session.get(TO)
    if not kept or kept["site"] != str(row.id):
        return redirect("connection", row.id)
    shown = {"site": row, "platform": platform_name(row.platform), "to": kept["url"], "here": "connections"}
    more = {"asked": words.scopes(flow.scopes(row)), "beside": _beside(row)}
    return render(request, "connect/go.html", {**shown, **more})


def _beside(site: Site) -> list[str]:
    """The accounts that the same sign-in has opened before, by name: those must be ticked again, or their keys end."""
    several = [name for name, one in publishers().items() if one.can.several]
    if site.platform not in several:
        return []
    rows = Connection.objects.filter(site__platform__in=several, void="").exclude(sealed=b"").exclude(site=site)
    return list(rows.order_by("site__number").values_list("site__name", flat=True))


@page("anyone")
@require_safe
def answer(request: HttpRequest) -> HttpResponse:
    """Where a platform sends the person back to. What it brings is checked against what left this browser."""
    kept, session = request.session.get(flow.KEPT), request.session
    session.pop(TO, None)
    again = _("Begin to connect the account again, and stay in the same browser.")
    row = Site.objects.filter(id=kept["site"]).first() if kept else None
    if row is None:
        raise Refused(_("Nobody began to connect an account here."), again)
    try:
        done = flow.finish(request.person, row, request.GET.dict(), session)
    except InputError as refused:
        for problem in refused.problems:
            messages.error(request, f"{problem.what} {problem.mend}")
        return redirect("connection", row.id)
    messages.success(request, _("Connected as %s.") % done.handle)
    return redirect("connection", row.id)

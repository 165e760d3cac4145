"""The page that a draft is written on, with what the policy says of it and how it will look, as one types."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from postorders.desk.base.act import Refused
from postorders.desk.base.page import page
from postorders.desk.drafts import glance, rights, style, unsaved
from postorders.desk.drafts.barred import Aimed
from postorders.desk.drafts.models import Draft
from postorders.desk.drafts.record import OPEN
from postorders.desk.drafts.sheet import Sheet
from postorders.desk.drafts.views.one import found, gate_of
from postorders.desk.people.who import today

# What is shown beside the text besides flags: bars that other words, files or accounts mend.
BESIDE = ("style", "unread", "rendering", "platform", "listed", "poster")


@page("anyone")
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A new draft."""
    rights.need_write(request.person)
    return _page(request, None)


@page("anyone")
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, number: int) -> HttpResponse:
    """A draft that is open, changed by its author or the Media Unit."""
    return _page(request, _changeable(request, number))


@page("anyone")
@require_POST
def look(request: HttpRequest) -> HttpResponse:
    """What stands beside the words of a new draft as they are typed; nothing is kept."""
    rights.need_write(request.person)
    return _beside(request, None)


@page("anyone")
@require_POST
def look_again(request: HttpRequest, number: int) -> HttpResponse:
    """What stands beside the words of a draft as they are typed; nothing is kept."""
    return _beside(request, _changeable(request, number))


def _changeable(request: HttpRequest, number: int) -> Draft:
    draft = found(request.person, number)
    rights.need_change(request.person, draft)
    if draft.state not in OPEN:
        raise Refused(_("It is %s.") % draft.get_state_display().lower(), _("Begin another draft."))
    return draft


def _page(request: HttpRequest, draft: Draft | None) -> HttpResponse:
    sent = request.method == "POST"
    sheet = Sheet(
        request.person, draft, request.user.department, request.POST if sent else None, request.FILES if sent else None
    )
    if sent and "look" not in request.POST and (saved := sheet.save()) is not None:
        messages.success(request, _("Saved.") if sheet.saved else _("Nothing was changed."))
        return redirect("posts-one", saved.number)
    if sent:
        aimed: Sequence[Aimed] = _typed(sheet)
    elif draft is None:
        aimed = ()
    else:
        aimed = gate_of(request.person, draft).aimed
        sheet.ask(glance.asked(aimed))
    shown = {"draft": sheet.draft, "sheet": sheet, "guide": style.guide_on(today()), **beside(sheet, aimed)}
    return render(request, "drafts/write.html", shown, status=422 if sent and "look" not in request.POST else 200)


def _beside(request: HttpRequest, draft: Draft | None) -> HttpResponse:
    sheet = Sheet(request.person, draft, request.user.department, request.POST)
    return render(request, "drafts/_beside.html", {**beside(sheet, _typed(sheet)), "fresh": True})


def _typed(sheet: Sheet) -> tuple[Aimed, ...]:
    version, sites = sheet.typed()
    return unsaved.look(sheet.person, version.draft, version, sites, sheet.there)


def beside(sheet: Sheet, aimed: Sequence[Aimed]) -> dict[str, Any]:
    """What stands beside the words: flags, other bars, how it will look, and all of it in one line."""
    overrides = list(sheet.draft.overrides.select_related("by")) if sheet.draft else []
    flags = glance.flags(aimed, overrides)
    bars = list(dict.fromkeys(bar for one in aimed for bar in one.bars if bar.kind in BESIDE))
    return {
        "flags": flags,
        "bars": bars,
        "previews": glance.previews(aimed, sheet.there),
        "pointers": glance.pointers(aimed),
        "line": line(aimed, flags, len(bars)),
    }


def line(aimed: Sequence[Aimed], flags: Sequence[glance.Found], bars: int) -> str:
    """How it stands, in a sentence."""
    if not aimed:
        return _("Choose an account to see how it will look there and what the policy says of it.")
    stopping = bars + sum(not one.mistaken and one.flag.effect in ("hold", "ask") for one in flags)
    advice = sum(not one.mistaken and one.flag.effect == "advise" for one in flags)
    said = []
    if stopping:
        said.append(
            ngettext("%d thing keeps it from going out", "%d things keep it from going out", stopping) % stopping
        )
    if advice:
        said.append(ngettext("%d piece of advice", "%d pieces of advice", advice) % advice)
    return (", ".join(said) if said else _("Nothing was found in these words")) + "."

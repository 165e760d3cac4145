"""The official website: which of its pages are watched, and which lacks a link to which account."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from postorders.conformance.demand import LINK_BACK
from postorders.conformance.links import snippet
from postorders.desk.base.page import page
from postorders.desk.pages import acts, demanded, look
from postorders.desk.pages.forms import WebsiteForm
from postorders.desk.pages.models import Website
from postorders.desk.pages.rights import KEEPERS, need
from postorders.desk.pages.views.account import bytes_of
from postorders.desk.people.forms import attempt
from postorders.desk.register.models import Site

PER_PAGE = 50
MOST = 500  # accounts in the snippet


@page(*KEEPERS)
def website(request: HttpRequest) -> HttpResponse:
    """The watched pages, the accounts that they link to, and what to copy into them."""
    need(request.person, KEEPERS)
    form = WebsiteForm(request.POST or None)

    def do() -> None:
        acts.add_website(request.person, form.cleaned_data["url"], form.cleaned_data["name"])

    if request.method == "POST" and form.is_valid() and attempt(form, do):
        messages.success(request, _("It is watched now. Check it to see its links."))
        return redirect("website")
    watched, given = demanded.watched(), demanded.ordered()
    listed = Site.objects.filter(state="listed").order_by("name", "number")
    shown = Paginator(listed, PER_PAGE).get_page(request.GET.get("page"))
    about = {
        "watched": watched,
        "page": shown,
        "rows": [(site, [_link(site, one) for one in watched]) for site in shown],
        "clauses": given.cited.get(LINK_BACK, ()),
        "snippet": snippet(listed.values_list("name", "url")[:MOST]) if listed else "",
        "form": form,
    }
    return render(request, "pages/website.html", about)


def _link(site: Site, one: Website) -> tuple[str, str]:
    """How one page of the website links to an account: a state for the style, and words."""
    if not one.seen:
        return "unknown", _("not read yet")
    if site.key not in one.links:
        return "missing", _("no link")
    return ("met", _("link, rel=me")) if one.links[site.key] else ("met", _("link without rel=me"))


@page(*KEEPERS)
@require_POST
def look_now(request: HttpRequest, website: UUID) -> HttpResponse:
    """Looks at a page of the website now; the network first, then one act."""
    need(request.person, KEEPERS)
    row = get_object_or_404(Website.objects, id=website, ended=None)
    done = acts.look_website(request.person, row, look.look_website(row.url))
    if done.why:
        messages.warning(request, done.why)
    else:
        count = len(done.links)
        said = ngettext("It links to {count} account.", "It links to {count} accounts.", count)
        messages.success(request, said.format(count=count))
    return redirect("website")


@page(*KEEPERS)
@require_POST
def end(request: HttpRequest, website: UUID) -> HttpResponse:
    """Stops watching a page of the website."""
    row = get_object_or_404(Website.objects, id=website, ended=None)
    acts.end_website(request.person, row)
    messages.success(request, _("It is not watched any more."))
    return redirect("website")


@page(*KEEPERS)
@require_safe
def capture(request: HttpRequest, website: UUID) -> HttpResponse:
    """The exact bytes of the page as it was kept last."""
    need(request.person, KEEPERS)
    row = get_object_or_404(Website.objects.select_related("capture"), id=website, capture__isnull=False)
    return bytes_of(row.capture)

"""One draft: how it will look, what keeps it from going out and what cures that, and its single steps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from postorders.desk.base.act import Refused
from postorders.desk.base.page import page
from postorders.desk.base.person import Person
from postorders.desk.drafts import above, acts, approving, cures, files, gate, glance, rights, said
from postorders.desk.drafts.barred import Gate
from postorders.desk.drafts.forms import DEVICE, DUTY, ReasonForm
from postorders.desk.drafts.models import Attached, Draft
from postorders.desk.drafts.record import OPEN
from postorders.desk.drafts.sheet import questions
from postorders.desk.people.forms import attempt
from postorders.posts.media.small import TYPE as SMALL


def found(person: Person, number: int) -> Draft:
    """The draft, for who may read it; 404 when there is none. Raises Refused."""
    rows = Draft.objects.select_related("author", "facts_by", "department")
    return _need(person, get_object_or_404(rows, number=number))


def _need(person: Person, draft: Draft) -> Draft:
    if not rights.may_read(person, draft) and not rights.may_change(person, draft):
        what = _("Draft %d is for its author, and for those who approve posts or keep the records.")
        raise Refused(what % draft.number, _("Ask its author."))
    return draft


def gate_of(person: Person, draft: Draft, **asked: Any) -> Gate:
    """The gate for this person, with the device and the duty as they were said on the draft."""
    device, duty = draft.given.get("device", ""), draft.given.get("duty", "")
    return gate.look(draft, person, None, device, duty, connected=above.connected(), **asked)


@page("anyone")
@require_safe
def by_id(request: HttpRequest, draft: UUID) -> HttpResponse:
    """The page of a draft that is named by its id, as notices do."""
    row = _need(request.person, get_object_or_404(Draft.objects.select_related("author"), id=draft))
    return redirect("posts-one", row.number)


@page("anyone")
@require_safe
def post(request: HttpRequest, number: int) -> HttpResponse:
    """Where a draft stands, how it will look, what bars it, who stood for what."""
    person, draft = request.person, found(request.person, number)
    here = gate_of(person, draft)
    barred = [row for row in cures.barred(person, here) if not cures.at_release(row.bar)]
    attached = said.files(draft)
    changes = rights.may_change(person, draft) and draft.state in OPEN
    if not changes:  # that a reader may not post is no fault of the draft
        barred = [row for row in barred if row.bar.kind != "poster"]
    shown = {
        "draft": draft,
        "gate": here,
        "barred": barred,
        "files": [(one, files.unexamined(one)) for one in attached],
        "previews": glance.previews(here.aimed, attached),
        "flags": _flags(draft, here),
        "asks": draft.state == "written" and not any(row.bar.kind == "approval" for row in barred),
        "pointers": glance.pointers(here.aimed),
        "answers": _answers(draft),
        "approvals": draft.approvals.select_related("by"),
        "approves": cures.may_approve(person, here),
        "returns": bool(rights.role_of(person)) and draft.state in ("waiting", "approved"),
        "changes": changes,
        "takes_up": rights.may_change(person, draft) and draft.state == "dropped",
        "ledger": f"{reverse('ledger-entries')}?{urlencode({'about': draft.about})}",
        **_door(person, draft, here),
    }
    return render(request, "drafts/post.html", shown)


def _flags(draft: Draft, here: Gate) -> list[glance.Found]:
    """The flags; of a draft that is not out those alone that are not among what keeps it back."""
    found_ = glance.flags(here.aimed, list(draft.overrides.select_related("by")))
    out = draft.state == "released"
    return [row for row in found_ if out or row.mistaken or row.flag.effect not in ("hold", "ask")]


def _door(person: Person, draft: Draft, here: Gate) -> dict[str, Any]:
    """What is needed to release it: the address, the declarations, and whether only an emergency would let it go."""
    left = _left(here)
    lone = left == {"approval"} and not _left(gate_of(person, draft, emergency=True))
    may = "poster" not in left or rights.may_change(person, draft)
    return {
        "release_url": above.address("release-draft", draft.number) if draft.state in OPEN and may else "",
        "may_release": not left,
        "emergency": lone,
        "device_said": draft.given.get("device", ""),
        "duty_said": draft.given.get("duty", ""),
        "devices": DEVICE.items(),
        "duties": DUTY.items(),
    }


def _left(here: Gate) -> set[str]:
    """The kinds of what bars it; device and duty are declared at the door itself, so asking for them shuts none."""
    return {bar.kind for bar in here.every if not cures.at_release(bar)}


def _answers(draft: Draft) -> list[tuple[Any, Any]]:
    """What was answered, question by question."""
    asked = questions()
    words = {"yes": _("Yes"), "no": _("No")}
    found_ = [(asked.get(name, name), words.get(value, value)) for name, value in draft.given.items() if name in asked]
    if duty := draft.given.get("duty"):
        found_.append((_("Duty"), DUTY[duty]))
    if device := draft.given.get("device"):
        found_.append((_("It goes out from"), DEVICE[device]))
    return found_


@page("anyone")
@require_safe
def file(request: HttpRequest, number: int, attached: UUID) -> HttpResponse:
    """The copy of a file that will go out: a picture is shown, anything else is saved. `small` asks for the picture as
    pages show it."""
    rows = Attached.objects.select_related("draft__author")
    row: Attached = get_object_or_404(rows, id=attached, draft__number=number)
    draft = _need(request.person, row.draft)
    small = files.body(row, files.SMALL) if "small" in request.GET else b""
    body, type_ = (small, SMALL) if small else (files.body(row), row.type)
    shown = row.kind == "photo" and type_ in ("image/jpeg", "image/png", "image/gif", "image/webp")
    ending = type_.rpartition("/")[2]
    name = f"draft-{draft.number}-{row.sha256[:12]}.{ending if ending.isalnum() else 'bin'}"
    answer = HttpResponse(body, content_type=type_ if shown else "application/octet-stream")
    answer.headers["Content-Disposition"] = f'{"inline" if shown else "attachment"}; filename="{name}"'
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


@page("anyone")
@require_POST
def ask(request: HttpRequest, number: int) -> HttpResponse:
    """Approval is asked for."""
    draft = found(request.person, number)
    acts.ask_approval(request.person, draft)
    messages.success(request, _("Those who may approve it were told."))
    return redirect("posts-one", number)


@dataclass(frozen=True, slots=True)
class Step:
    """One step that is confirmed on a page of its own: its label, what it does, the words that it asks for (none where
    the label is empty), whom it is open to, and the act."""

    label: Any
    says: Any
    asks: Any
    states: tuple[str, ...]
    open_to: Callable[[Person, Draft], bool]
    do: Callable[[Person, Draft, str], object]


def _stands(person: Person, draft: Draft) -> bool:
    return bool(rights.role_of(person)) or rights.may_change(person, draft)


STEPS = {
    "return": Step(
        lazy("Send it back"),
        lazy("Its author reads why. What was approved of it is void."),
        lazy("What is to be different?"), ("waiting", "approved"),
        lambda person, draft: bool(rights.role_of(person)),
        acts.send_back,
    ),
    "verify": Step(
        lazy("Stand for the facts"),
        lazy("Your name stands beside what it says, as it is now."),
        lazy("I checked what it says. Against what?"), OPEN, _stands, acts.verify_facts,
    ),
    "vouch": Step(
        lazy("Give your word for the text"),
        lazy("No pattern can read these words. Somebody who reads them says what they say, and that they may go out."),
        lazy("Your word"), OPEN, rights.may_change, acts.vouch,
    ),
    "drop": Step(
        lazy("Give it up"), lazy("It stays on the record and can be taken up again."), "", OPEN, rights.may_change,
        lambda person, draft, _words: acts.drop(person, draft),
    ),
    "take-up": Step(
        lazy("Take it up again"), lazy("It is to be written on, and approved anew."), "", ("dropped",),
        rights.may_change, lambda person, draft, _words: acts.take_up(person, draft),
    ),
}  # fmt: skip


@page("anyone")
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, number: int, name: str) -> HttpResponse:
    """One step, with its words where it asks for some."""
    draft, chosen = found(request.person, number), STEPS[name]
    if draft.state not in chosen.states:
        raise Refused(_("It is %s.") % draft.get_state_display().lower(), _("Open it again to see where it stands."))
    if not chosen.open_to(request.person, draft):
        raise Refused(_("This step is not yours."), _("Ask its author, or who approves posts."))
    data = request.POST if request.method == "POST" else None
    form = ReasonForm(chosen.asks, data) if chosen.asks else forms.Form(data)

    def do() -> object:
        return chosen.do(request.person, draft, form.cleaned_data.get("reason", ""))

    if data is not None and form.is_valid() and attempt(form, do):
        messages.success(request, _("Done: it is on the record."))
        return redirect("posts-one", number)
    shown = {"draft": draft, "step": chosen, "form": form, "text": said.latest(draft).text}
    return render(request, "drafts/step.html", shown, status=422 if form.errors else 200)


@page("anyone")
@require_http_methods(["GET", "HEAD", "POST"])
def override(request: HttpRequest, number: int) -> HttpResponse:
    """A flag is called mistaken, with a reason; never leave."""
    draft = found(request.person, number)
    rights.need_role(request.person)
    clause, concept = request.GET.get("clause", ""), request.GET.get("concept", "")
    aimed = gate_of(request.person, draft).aimed
    alike = [flag for one in aimed for flag in approving.alike(one, clause, concept)]
    rows = [one for one in glance.flags(aimed) if one.flag in alike]
    if not rows:
        raise Refused(_("The draft has no such flag."), _("Open the draft again."))
    form = ReasonForm(_("Why is the flag mistaken?"), request.POST if request.method == "POST" else None)

    def do() -> object:
        return acts.override(request.person, draft, clause, concept, form.cleaned_data["reason"])

    if form.is_bound and form.is_valid() and attempt(form, do):
        messages.success(request, _("The flag is called mistaken, in your name, for the words as they are."))
        return redirect("posts-one", number)
    own = request.person.member == draft.author_id
    shown = {"draft": draft, "rows": rows, "form": form, "own": own, "text": said.latest(draft).text}
    return render(request, "drafts/override.html", shown, status=422 if form.errors else 200)

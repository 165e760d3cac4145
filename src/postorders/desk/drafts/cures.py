"""What keeps a draft from going out, each thing once, with the accounts that have it and the page that cures it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from postorders.desk.base.person import Person
from postorders.desk.drafts import above, given, manifest, rights
from postorders.desk.drafts.barred import Aimed, Bar, Gate
from postorders.desk.drafts.models import Draft
from postorders.desk.pages.rights import may_look
from postorders.desk.register.models import Site

# Where on the page of writing a bar is cured, by its kind.
PLACES = {
    "fact": "facts", "facts": "checked", "alt": "files", "file": "files", "style": "words", "rendering": "words",
    "empty": "accounts", "platform": "accounts",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cure:
    """A button: its label, where it leads, and whether it acts at once (a post) or opens a page."""

    label: str
    url: str
    acts: bool = False


@dataclass(slots=True)
class Barred:
    """A bar with its accounts, the clauses that it cites, and its buttons."""

    bar: Bar
    sites: list[str]
    cures: list[Cure] = field(default_factory=list)

    @property
    def clauses(self) -> list[str]:
        """The clauses, one by one."""
        return [one.strip() for one in self.bar.clause.split(",") if one.strip()]


def barred(person: Person, gate: Gate) -> list[Barred]:
    """Everything that bars the draft, that of the draft as a whole first."""
    rows: dict[Bar, Barred] = {}
    for bar in gate.bars:
        rows[bar] = Barred(bar, [], _of_draft(person, gate, bar))
    for one in gate.aimed:
        for bar in one.bars:
            row = rows.setdefault(bar, Barred(bar, []))
            row.sites.append(one.site.name)
            row.cures += (cure for cure in _of_account(person, gate, one, bar) if cure not in row.cures)
    return list(rows.values())


def at_release(bar: Bar) -> bool:
    """Whether it is only that nobody has said yet what is asked at the moment of release: the device, the duty."""
    return bar.kind == "fact" and bar.concept in given.MOMENT


def _of_draft(person: Person, gate: Gate, bar: Bar) -> list[Cure]:
    draft = gate.draft
    if bar.kind == "approval":
        return _approval(person, gate)
    if bar.kind == "policy":
        return [Cure(_("Policy"), reverse("policy-desk"))]
    if bar.kind == "state":
        return [Cure(_("Take it up again"), reverse("posts-take-up", args=[draft.number]))] if (
            draft.state == "dropped" and rights.may_change(person, draft)
        ) else []  # fmt: skip
    return _write(person, draft, bar.kind)


def _approval(person: Person, gate: Gate) -> list[Cure]:
    draft = gate.draft
    if may_approve(person, gate):
        return [Cure(_("Read and approve"), reverse("posts-approve", args=[draft.number]))]
    if rights.may_change(person, draft) and draft.state == "written":
        return [Cure(_("Ask for approval"), reverse("posts-ask", args=[draft.number]), True)]
    return []


def may_approve(person: Person, gate: Gate) -> bool:
    """Whether the person could give the next approval."""
    draft = gate.draft
    if not rights.role_of(person) or person.member in {draft.author_id, gate.version.by_id}:
        return False
    if draft.state not in ("written", "waiting") or not gate.aimed:
        return False
    return all(one.by_id != person.member for one in manifest.standing(draft, gate.digest))


def _write(person: Person, draft: Draft, kind: str) -> list[Cure]:
    if kind not in PLACES or not rights.may_change(person, draft):
        return [Cure(_("Stand for the facts"), reverse("posts-verify", args=[draft.number]))] if (
            kind == "facts" and rights.role_of(person)
        ) else []  # fmt: skip
    labels = {
        "fact": _("Answer"), "facts": _("Stand for the facts"), "alt": _("Describe it"), "file": _("Look at it"),
        "empty": _("Choose accounts"), "platform": _("Choose accounts"),
    }  # fmt: skip
    return [Cure(labels.get(kind, _("Mend the text")), f"{reverse('posts-write', args=[draft.number])}#{PLACES[kind]}")]


def _of_account(person: Person, gate: Gate, one: Aimed, bar: Bar) -> list[Cure]:
    draft, found = gate.draft, []
    if bar.kind in ("hold", "leave"):
        if rights.may_change(person, draft):
            found.append(Cure(_("Mend the text"), f"{reverse('posts-write', args=[draft.number])}#words"))
        if bar.concept and rights.role_of(person):
            query = urlencode({"clause": bar.clause, "concept": bar.concept})
            found.append(Cure(_("The flag is mistaken"), f"{reverse('posts-override', args=[draft.number])}?{query}"))
    if bar.kind in ("leave", "device") and (lift := lift_of(one, bar.clause, bar.concept)):
        found += _leave(person, gate, one, bar, lift)
    if bar.kind == "device" and rights.may_change(person, draft):
        found.append(Cure(_("Say another device"), f"{reverse('posts-write', args=[draft.number])}#facts"))
    if bar.kind == "unread" and rights.may_change(person, draft):
        found.append(Cure(_("Give your word for it"), reverse("posts-vouch", args=[draft.number])))
    return [*found, *_of_site(person, one.site, bar.kind), *_write(person, draft, bar.kind)]


def lift_of(one: Aimed, clause: str, concept: str) -> Mapping[str, Any]:
    """By what leave the flag is lifted: the permission's kind, its scope and who gives it; empty for by none."""
    for flag in (flag for each in one.judged for flag in each.left.flags):
        if (flag.clause, flag.concept) == (clause, concept) and isinstance(flag.lifted_by, dict):
            return flag.lifted_by
    return {}


def _leave(person: Person, gate: Gate, one: Aimed, bar: Bar, lift: Mapping[str, Any]) -> list[Cure]:
    """The form of the request; for one post it is filled in with this one, and the button names it by its account."""
    if lift.get("scope") != "item":
        return [Cure(_("Ask for leave"), reverse("permissions-ask", args=[lift["permission"]]))]
    if not rights.may_change(person, gate.draft):
        return []
    alike = {each.post.id for each in gate.aimed} == {one.post.id}
    first = next(each for each in gate.aimed if each.post.id == one.post.id)
    label = _("Ask for permission") if alike else _("Ask for permission: %s") % first.site.name
    query = urlencode({"clause": bar.clause, "concept": bar.concept, "site": first.site.number})
    return [Cure(label, f"{reverse('posts-leave', args=[gate.draft.number])}?{query}")]


def _of_site(person: Person, site: Site, kind: str) -> list[Cure]:
    """The page about the account where the bar is cured."""
    if kind == "poster":
        return [Cure(_("Ask for leave"), reverse("permissions-choose"))]
    if kind == "listed":
        return [Cure(_("The account"), reverse("site", args=[site.id]))]
    if kind == "unseen" and may_look(person, site):
        return [Cure(_("Look at its page now"), above.address("account-page-look", site.id), True)]
    if kind in ("identification", "unseen"):
        return [Cure(_("What its page shows"), above.address("account-page", site.id))]
    if kind == "connection":
        url = above.address("connection", site.id) or reverse("site", args=[site.id])
        return [Cure(_("Connect the account"), url)]
    return []

"""What keeps a draft from going out, each thing once, with the accounts that have it and the page that cures it."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from postorders.desk.base.person import Person
from postorders.desk.drafts import above, manifest, rights
from postorders.desk.drafts.barred import Aimed, Bar, Gate
from postorders.desk.drafts.models import Draft
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
    """A bar with its accounts, the clauses that it cites, and its buttons. `item` is the name of this very post, for a
    request of leave."""

    bar: Bar
    sites: list[str]
    cures: list[Cure] = field(default_factory=list)
    item: str = ""

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
            for cure in _of_account(person, gate, one, bar):
                if cure not in row.cures:
                    row.cures.append(cure)
            if bar.kind == "leave":
                row.item = one.post.id
    return list(rows.values())


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
    if bar.kind in ("leave", "device") and (kind := _kind(one, bar)):
        found.append(Cure(_("Ask for leave"), reverse("permissions-ask", args=[kind])))
    if bar.kind == "device" and rights.may_change(person, draft):
        found.append(Cure(_("Say another device"), f"{reverse('posts-write', args=[draft.number])}#facts"))
    if bar.kind == "unread" and rights.may_change(person, draft):
        found.append(Cure(_("Give your word for it"), reverse("posts-vouch", args=[draft.number])))
    return [*found, *_of_site(one.site, bar.kind), *_write(person, draft, bar.kind)]


def _kind(one: Aimed, bar: Bar) -> str:
    """The kind of permission that lifts the flag, "" for none."""
    for each in one.judged:
        for flag in each.left.flags:
            if (flag.clause, flag.concept) == (bar.clause, bar.concept) and isinstance(flag.lifted_by, dict):
                return str(flag.lifted_by.get("permission", ""))
    return ""


def _of_site(site: Site, kind: str) -> list[Cure]:
    """The page about the account where the bar is cured."""
    if kind == "poster":
        return [Cure(_("Ask for leave"), reverse("permissions-choose"))]
    if kind == "listed":
        return [Cure(_("The account"), reverse("site", args=[site.id]))]
    if kind == "identification":
        return [Cure(_("What its page shows"), above.address("account-page", site.id))]
    if kind == "connection":
        url = above.address("connection", site.id) or reverse("site", args=[site.id])
        return [Cure(_("Connect the account"), url)]
    return []

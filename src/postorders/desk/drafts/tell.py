"""Who is told what of a draft: those who may approve it, its author, and the Chief where somebody stood for himself."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from postorders.desk.base.person import Person
from postorders.desk.drafts.models import Draft
from postorders.desk.drafts.rights import STANDERS
from postorders.desk.jobs.notify import notify
from postorders.desk.people.models import Member
from postorders.desk.people.who import holders
from postorders.desk.register.rules import deciders


def approvers(draft: Draft) -> list[Member]:
    """The members who may approve a draft: never its author."""
    held = [one for role in STANDERS if role not in ("chief", "designee") for one in holders(role)]
    return [one for one in dict.fromkeys([*deciders(), *held]) if one.id != draft.author_id]


def asked(draft: Draft, at: str) -> None:
    """Tells those who may approve that a draft waits."""
    subject = _("A draft waits for approval: %d") % draft.number
    _told(draft, approvers(draft), f"asked:{at}", subject, "", _("you may approve official posts"))


def author(draft: Draft, what: Any, at: str, words: str = "") -> None:
    """Tells the author what became of the draft."""
    _told(draft, [draft.author], at, what, words, _("you wrote the draft"))


def own_override(draft: Draft, person: Person, clause: str, reason: str, at: str) -> None:
    """Tells the Chief that an author called a flag on the own draft mistaken."""
    subject = _("%(name)s called a flag under %(clause)s on an own draft mistaken")
    told = [one for one in deciders() if one.id != person.member]
    said = {"name": person.name, "clause": clause}
    _told(draft, told, f"own:{at}", subject % said, reason, _("you answer for the official accounts"))


def _told(draft: Draft, members: Iterable[Member], key: str, subject: Any, body: Any, because: Any) -> None:
    for one in members:
        notify(one, f"{draft.about}:{key}", subject, body, because, reverse("posts-one", args=[draft.number]))

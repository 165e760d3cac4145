"""Notices to members: each says why it came and about what, and is made once."""

from __future__ import annotations

from typing import Any

from django.utils import translation

from postorders.desk.jobs.models import Notice
from postorders.desk.people.models import Member


def language_of(member: Member) -> str:
    """The language in which a member is written to: the account's own if it has one, or the department's."""
    account = getattr(member, "account", None)
    return getattr(account, "language", "") or member.department.language


def notify(member: Member, key: str, subject: Any, body: Any, because: Any, link: str = "") -> Notice:
    """Makes a notice, inside the act that it tells of; a second one with the same key is not made.

    `because` ends the sentence "You get this because ..."; `link` is a path of this desk. Lazily translated texts are
    written in the member's language. `body` is shown at the desk only: the mail that goes out carries the subject, the
    reason and the link, so keep what is sensitive out of `subject` and `because`.
    """
    from postorders.desk.jobs.tasks import send_notice

    with translation.override(language_of(member)):
        texts = {"subject": _line(subject, 200), "body": str(body), "because": _line(because, 300)}
    notice: Notice
    notice, made = Notice.objects.get_or_create(
        member=member, key=key, department_id=member.department_id, defaults={**texts, "link": link}
    )
    if made:
        send_notice.enqueue(str(notice.department_id), str(notice.id))
    return notice


def _line(text: Any, most: int) -> str:
    """One line, short enough for its column: a subject with a line's end in it would be a second header."""
    line = " ".join(str(text).split())
    return line if len(line) <= most else line[: most - 1] + "…"

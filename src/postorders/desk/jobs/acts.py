"""What is done with notices and with tasks that could not be done."""

from __future__ import annotations

import uuid
from collections.abc import Collection

from django.utils import timezone
from django.utils.translation import gettext as _

from postorders.desk.base.act import Done, Refused, act
from postorders.desk.base.person import MACHINE, Person
from postorders.desk.jobs import parked
from postorders.desk.jobs.models import Notice


@act("jobs.mail-notice", "The notice “{subject}” was mailed to {member} ({number}).", may=[MACHINE])
def mailed(person: Person, notice: Notice) -> Done:
    """Records that the mail server took a notice."""
    notice.sent, notice.failed = timezone.now(), ""
    notice.save(update_fields=["sent", "failed"])
    return Done(None, f"notice {notice.key}", _about(notice))


@act("jobs.mail-failed", "The notice “{subject}” could not be mailed to {member} ({number}): {reason}.", may=[MACHINE])
def not_mailed(person: Person, notice: Notice, reason: str) -> Done:
    """Records why a notice did not go out; it still stands at the desk."""
    notice.failed = reason
    notice.save(update_fields=["failed"])
    return Done(None, f"notice {notice.key}", {**_about(notice), "reason": reason})


@act("jobs.read-notices", "{actor_name} marked as read: {count}.", may=["anyone"])
def mark_read(person: Person, notices: Collection[uuid.UUID] | None = None) -> Done:
    """Marks a member's own notices as read, all of them when none are named; returns how many were marked."""
    own = Notice.objects.filter(member_id=person.member, read=None)
    own = own if notices is None else own.filter(id__in=list(notices))
    keys = sorted(own.values_list("key", flat=True)[:200])
    count = own.update(read=timezone.now())
    if not count:
        raise Refused(_("There is nothing to mark: these notices were read already."))
    return Done(count, f"member {person.number}", {"count": count, "keys": keys})


@act("jobs.try-again", "{actor_name} put the parked task {task} back into the queue.", may=["administrator", MACHINE])
def try_again(person: Person, task: uuid.UUID) -> Done:
    """Puts a parked task of the department back into the queue."""
    name = parked.revive(person.department, task)
    if name is None:
        mend = _("Look at the list again; it may have been done meanwhile.")
        raise Refused(_("This task is not parked."), mend)
    return Done(None, f"task {task}", {"task": name})


def _about(notice: Notice) -> dict[str, str]:
    return {"subject": notice.subject, "member": notice.member.name, "number": notice.member.number, "key": notice.key}

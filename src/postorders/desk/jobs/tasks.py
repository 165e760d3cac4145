"""The tasks of the queue. Each names its department first, and may run twice without doing anything twice."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from django.utils import timezone, translation
from django_tasks import task

from postorders.desk.base import scope
from postorders.desk.people.models import Department


@contextmanager
def at_work(department: str) -> Iterator[Department]:
    """Works in a department: its rows, its zone, its language."""
    place = Department.objects.get(id=uuid.UUID(department))
    with scope.within(place.id), timezone.override(place.timezone), translation.override(place.language):
        yield place


@task
def send_notice(department: str, notice: str) -> None:
    """Mails a notice to its member, unless that was done."""
    from postorders.desk.jobs.mail import send

    with at_work(department):
        send(uuid.UUID(notice))


@task
def publish_ledger(department: str) -> int:
    """Signs and publishes what the ledger has gained; returns its published size."""
    from postorders.desk.ledger.publish import publish

    with at_work(department) as place:
        return publish(place)


@task
def mail_checkpoint(department: str, size: int) -> None:
    """Mails a signed checkpoint to the witness."""
    from postorders.desk.ledger.witness import mail

    with at_work(department) as place:
        mail(place, size)


@task
def daily(department: str, name: str) -> None:
    """Does one of the things that are done once a day."""
    from postorders.desk.jobs.daily import found

    with at_work(department):
        if function := found().get(name):
            function(timezone.now())


@task
def look_at_pages(department: str) -> int:
    """Looks at the pages of a department that are due; returns how many."""
    from postorders.desk.pages.rounds import go

    with at_work(department):
        return go()


@task
def send_release(department: str, release: str) -> int:
    """Does what is due for one release: sends it, looks for it, reads it back; returns how many steps."""
    from postorders.desk.release.sending import go

    with at_work(department):
        return go(uuid.UUID(release))


@task
def look_at_feeds(department: str) -> int:
    """Looks at what stands on the connected accounts that nobody approved; returns how many such posts were new."""
    from postorders.desk.release.feeds import go

    with at_work(department):
        return go()

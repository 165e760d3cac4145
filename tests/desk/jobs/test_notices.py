"""A notice says why it came and about what, is made once and mailed once, and its text stays at the desk."""

from __future__ import annotations

from datetime import UTC, timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from django.utils.translation import gettext_lazy
from tests.desk import cast
from tests.desk.cast import Place, World

from postorders.desk.base import guard
from postorders.desk.base.act import Refused
from postorders.desk.jobs import acts, parked
from postorders.desk.jobs.mail import message, send
from postorders.desk.jobs.models import Notice
from postorders.desk.jobs.notify import notify
from postorders.desk.jobs.views import unread
from postorders.desk.ledger.models import Payload

pytestmark = pytest.mark.both


def noticed(place: Place, short: str = "officer", key: str = "permission-2026-0003", **given: Any) -> Notice:
    """A notice to a member of the cast."""
    texts = {
        "subject": "Your request 2026-0003 was granted",
        "body": "You may speak at the school on May 4.",
        "because": "you asked for it",
        "link": "/desk/permissions/2026-0003/",
        **given,
    }
    with place.within(), guard.doing("a test"):
        return notify(place.members[short], key, **texts)


def test_a_notice_with_the_same_key_is_made_once(world: World) -> None:
    assert noticed(world.bluff).id == noticed(world.bluff, subject="Again").id
    with world.bluff.within():
        assert Notice.objects.filter(key="permission-2026-0003").count() == 1
    assert parked.tasks_of(world.bluff.department.id).filter(task_path__endswith="send_notice").count() == 1


def test_the_mail_says_why_it_came_and_where_to_read_it_and_not_what_it_says(world: World) -> None:
    with world.bluff.within():
        sent = message(noticed(world.bluff))
    assert (sent.subject, sent.to) == ("Your request 2026-0003 was granted", ["cole@cedar-bluff.example"])
    assert sent.body == (
        "Your request 2026-0003 was granted\n\n"
        "You get this because you asked for it.\n"
        "Read it at the desk: http://localhost:8471/desk/permissions/2026-0003/\n\n"
        "This mail was sent by a program. Answers to it are not read.\n"
        "Cedar Bluff Police Department\n"
    )
    headers = sent.message()
    assert headers["List-Id"] == "Cedar Bluff Police Department <notices.cedar-bluff.localhost>"
    assert headers["Auto-Submitted"] == "auto-generated"
    assert headers.get_content_type() == "text/plain"


def test_a_lazily_translated_text_is_written_in_the_members_language(world: World) -> None:
    with world.bluff.within(), guard.doing("a test"):
        world.bluff.department.language = "es"
        world.bluff.department.save()
        member = type(world.bluff.members["officer"]).objects.get(number="31")
        one = notify(member, "k", gettext_lazy("Yes"), "", "")
    assert one.subject == "Sí"


def test_a_line_break_in_a_subject_cannot_become_a_header(world: World) -> None:
    with world.bluff.within():
        sent = message(noticed(world.bluff, subject="Granted\r\nBcc: everybody@osage.example"))
    assert sent.message()["Subject"] == "Granted Bcc: everybody@osage.example"
    assert sent.message()["Bcc"] is None


def test_a_notice_is_mailed_once_and_that_is_on_the_record(world: World, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    one = noticed(world.bluff)
    with world.bluff.within():
        send(one.id)
        send(one.id)
        assert len(mail.outbox) == 1
        assert Notice.objects.get(id=one.id).sent
        (entry,) = Payload.objects.filter(department=world.bluff.department, act="jobs.mail-notice")
        assert (entry.subject, entry.about) == ("31", "notice permission-2026-0003")


def test_a_failure_is_recorded_on_the_notice_once_for_each_reason(world: World, settings: Any) -> None:
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = (
        "django.core.mail.backends.smtp.EmailBackend",
        "127.0.0.1",
        9,
    )
    one = noticed(world.bluff)
    with world.bluff.within():
        for _ in range(2):
            with pytest.raises(OSError):
                send(one.id)
        assert Notice.objects.get(id=one.id).failed == "the mail server could not be reached (ConnectionRefusedError)"
        assert Payload.objects.filter(department=world.bluff.department, act="jobs.mail-failed").count() == 1


def test_a_member_without_an_address_has_the_notice_at_the_desk(world: World) -> None:
    with world.bluff.within(), guard.doing("a test"):
        world.bluff.members["officer"].email = ""
        world.bluff.members["officer"].save()
    one = noticed(world.bluff)
    with world.bluff.within():
        send(one.id)
        assert Notice.objects.get(id=one.id).failed == "no e-mail address"


def test_a_person_sees_their_own_notices_and_marks_them_as_read(world: World) -> None:
    one, other = noticed(world.bluff), noticed(world.bluff, "reserve", subject="Something for June")
    client = Client()
    client.force_login(cast.account(world.bluff, "officer"))
    shown = client.get("/desk/notices/").content.decode()
    assert "You may speak at the school on May 4." in shown
    assert "You get this because you asked for it." in shown
    assert "Something for June" not in shown
    client.post("/desk/notices/read", {"notice": str(other.id)})
    assert client.post("/desk/notices/read", {"notice": str(one.id)}).status_code == 302
    with world.bluff.within():
        assert Notice.objects.get(id=one.id).read
        assert not Notice.objects.get(id=other.id).read
        assert unread(world.bluff.as_("officer")) == 0
        with pytest.raises(Refused, match="read already"):
            acts.mark_read(world.bluff.as_("officer"))


def test_the_page_asks_the_database_as_often_for_many_notices_as_for_few(
    world: World, django_assert_max_num_queries: Any
) -> None:
    client = Client()
    client.force_login(cast.account(world.bluff, "officer"))
    for number in range(60):
        noticed(world.bluff, key=f"k{number}")
    with django_assert_max_num_queries(25):
        shown = client.get("/desk/notices/").content.decode()
    assert shown.count("<article") == 50
    assert "?page=2" in shown


def test_an_administrator_sees_the_parked_tasks_of_the_own_department_and_tries_them_again(world: World) -> None:
    noticed(world.bluff)
    noticed(world.osage, subject="In Osage")
    for place in (world.bluff, world.osage):
        row = parked.tasks_of(place.department.id).get(task_path__endswith="send_notice")
        row.status, row.finished_at, row.traceback = "FAILED", timezone.now(), "Traceback\nOSError: no route\n"
        row.save()
    client = Client()
    client.force_login(cast.account(world.bluff, "admin"))
    shown = client.get("/desk/jobs/").content.decode()
    assert shown.count("OSError: no route") == 1
    theirs = parked.parked(world.osage.department.id)[0]
    assert client.post(f"/desk/jobs/{theirs.id}/again").status_code == 403
    own = parked.parked(world.bluff.department.id)[0]
    assert client.post(f"/desk/jobs/{own.id}/again").status_code == 302
    assert parked.counts(world.bluff.department.id) == {"waiting": 1, "running": 0, "parked": 0}
    assert parked.counts(world.osage.department.id)["parked"] == 1


def test_days_are_counted_in_the_departments_zone(world: World) -> None:
    from datetime import datetime

    from postorders.desk.jobs.schedule import DAILY, _next

    night = datetime(2026, 7, 1, 4, 0, tzinfo=UTC)  # still June 30 in Missouri
    due = _next(DAILY, world.bluff.department, night)
    assert due.astimezone(UTC) == datetime(2026, 7, 1, 10, 0, tzinfo=UTC)
    assert _next(DAILY, world.bluff.department, due) == due + timedelta(days=1)

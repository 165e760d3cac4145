"""What the desk does by itself: mail goes out, and no task is stuck."""

from __future__ import annotations

import smtplib
from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from postorders.desk.config import Config
from postorders.desk.operate.doctor import Finding, doubtful, wrong
from postorders.words import _

PATIENCE = timedelta(minutes=15)


def mail(config: Config) -> Iterator[Finding]:
    """The mail server answers."""
    if not config.mail_host:
        mend = _("Set mail_host in desk.toml.")
        what = _("No mail server is set: notices are written into the outbox folder.")
        yield doubtful("mail-none", what, mend, config.home / "outbox")
        return
    kind = smtplib.SMTP_SSL if config.mail_tls else smtplib.SMTP
    try:
        with kind(config.mail_host, config.mail_port, timeout=10) as server:
            server.noop()
    except (OSError, smtplib.SMTPException) as error:
        what = _("The mail server {host} does not answer: {why}.")
        mend = _("Check mail_host, mail_port and mail_tls in desk.toml.")
        yield wrong("mail-down", what.format(host=config.mail_host, why=error), mend)


def tasks(config: Config) -> Iterator[Finding]:
    """Nothing waits too long, and nothing was given up."""
    waiting = DBTaskResult.objects.ready().order_by("enqueued_at").first()
    if waiting is not None and timezone.now() - waiting.enqueued_at > PATIENCE:
        what = _("Tasks wait since {moment}.").format(moment=f"{waiting.enqueued_at:%Y-%m-%d %H:%M} UTC")
        mend = _("Start the worker: 'postorders desk run', or 'postorders desk worker'.")
        yield wrong("tasks-waiting", what, mend)
    if failed := DBTaskResult.objects.failed().count():
        what = _("{count} tasks failed for good.").format(count=failed)
        yield wrong("tasks-failed", what, _("An administrator sees them on the page Tasks, and why."))


CHECKS = (mail, tasks)

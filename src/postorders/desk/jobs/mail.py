"""Notices by mail: what it is, why it came, and where to read it; never what it says."""

from __future__ import annotations

import smtplib
import uuid
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import translation
from django.utils.translation import gettext as _

from postorders.desk.base.person import machine
from postorders.desk.jobs import acts
from postorders.desk.jobs.models import Notice
from postorders.desk.jobs.notify import language_of

Unsendable = (OSError, smtplib.SMTPException)


def send(notice: uuid.UUID) -> None:
    """Mails a notice of the department at work, once, and records it. A failure is recorded on the notice, and raised.

    The mail goes out before the record of it is written: a worker that dies in between mails again, under the same
    Message-ID, so that mail programs show it once. Nothing is ever lost.
    """
    found = Notice.objects.select_related("member__department").filter(id=notice).first()
    if found is None or found.sent:
        return
    if not found.member.email:
        _failed(found, "no e-mail address")
        return
    try:
        message(found).send()
    except Unsendable as error:
        _failed(found, reason(error))
        raise
    acts.mailed(machine(), found)


def message(notice: Notice) -> EmailMessage:
    """The mail of a notice, plain text, in its member's language."""
    department = notice.member.department
    host = urlsplit(settings.CONFIG.address).hostname or "localhost"
    with translation.override(language_of(notice.member)):
        lines = [notice.subject, ""]
        lines += [_("You get this because {why}.").format(why=notice.because.rstrip("."))]
        lines += [_("Read it at the desk: {address}").format(address=address(notice)), ""]
        lines += [_("This mail was sent by a program. Answers to it are not read."), department.name, ""]
    return EmailMessage(
        subject=notice.subject,
        body="\n".join(lines),
        to=[notice.member.email],
        headers={
            "Message-ID": f"<notice-{notice.id}@{host}>",
            "List-Id": f"{department.name.translate(_PLAIN)} <notices.{department.slug}.{host}>",
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
        },
    )


_PLAIN = str.maketrans("", "", '<>"\r\n')


def address(notice: Notice) -> str:
    """Where the notice can be read."""
    return settings.CONFIG.address.rstrip("/") + (notice.link or "/desk/notices/")


def reason(error: Exception) -> str:
    """Why a mail did not go out, in one line for the notice."""
    if isinstance(error, smtplib.SMTPResponseException):
        said = error.smtp_error.decode("utf-8", "replace") if isinstance(error.smtp_error, bytes) else error.smtp_error
        return f"the mail server said {error.smtp_code} {said}"[:300]
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return "the mail server refused the address"
    return f"the mail server could not be reached ({type(error).__name__})"


def _failed(notice: Notice, why: str) -> None:
    """One entry for each new reason, not one for each attempt."""
    if notice.failed != why:
        acts.not_mailed(machine(), notice, why)

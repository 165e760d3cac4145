"""The signed checkpoint by mail, to somebody outside who keeps it: the attorney, the union."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.translation import gettext as _

from postorders.desk.ledger.models import Checkpoint
from postorders.desk.ledger.origin import signer
from postorders.desk.people.models import Department


def mail(department: Department, size: int) -> None:
    """Mails the checkpoint of that size. Run again, it mails the same message under the same Message-ID."""
    row = Checkpoint.objects.filter(department_id=department.id, size=size).first()
    if row is None or not settings.CONFIG.witness_mail:
        return
    message(department, row).send()


def message(department: Department, row: Checkpoint) -> EmailMessage:
    """The mail to a witness, with the checkpoint as a file."""
    address = f"{settings.CONFIG.address.rstrip('/')}/d/{department.slug}/ledger/"
    host = urlsplit(settings.CONFIG.address).hostname or "localhost"
    told = _("{department} has signed the first {size} entries of its ledger.")
    lines = [
        told.format(department=department.name, size=row.size),
        "",
        _("Keep the attached file. It tells nothing of what the entries say. If the department ever shows a history"),
        _("that does not go on from it, the file proves that the history was changed."),
        "",
        _("How to check it: {address}").format(address=address),
        _("The department's key: {key}").format(key=signer(department).vkey()),
        "",
    ]
    message = EmailMessage(
        subject=_("Ledger of {department}: {size} entries").format(department=department.name, size=row.size),
        body="\n".join(lines),
        to=[settings.CONFIG.witness_mail],
        headers={
            "Message-ID": f"<checkpoint-{department.id}-{row.size}@{host}>",
            "List-Id": f"<ledger.{department.slug}.{host}>",
            "Auto-Submitted": "auto-generated",
        },
    )
    message.attach(f"{department.slug}-{row.size}.checkpoint", row.text, "text/plain")
    return message

"""The mail with which a person is invited."""

from __future__ import annotations

from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from postorders.desk.people.models import Member
from postorders.desk.signin.log import note
from postorders.desk.signin.models import Account

DAYS = settings.PASSWORD_RESET_TIMEOUT // 86_400


def send_invitation(member: Member, link: str) -> bool:
    """Mails the link to the account's address; False, and noted, when the mail server does not take it."""
    account = Account.objects.get(member=member)
    said = {"member": member, "department": account.department, "link": link, "days": DAYS}
    text = render_to_string("signin/invitation.txt", said)
    subject = _("Your account at %(department)s") % {"department": account.department.name}
    try:
        return bool(send_mail(subject, text, None, [account.email]))
    except (OSError, SMTPException):
        note("mail-failed", account, kind="invitation")
        return False

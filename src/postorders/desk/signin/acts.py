"""What is done to accounts: made, disabled, enabled, unlocked; factors reset; providers approved."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from postorders.desk.base import scope
from postorders.desk.base.act import Done, Refused, act
from postorders.desk.base.person import MACHINE, Person, machine
from postorders.desk.people.models import Department, Member
from postorders.desk.people.who import today
from postorders.desk.signin import attempts
from postorders.desk.signin.links import SETTING
from postorders.desk.signin.log import note
from postorders.desk.signin.models import Account
from postorders.desk.signin.providers import OIDC, SAML

KEEPERS = ("administrator", MACHINE)
IDLE = "idle"
SEPARATED = "separated"
_DOMAIN = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+")


@act("signin.invite", "{actor_name} invited {member} ({number}) to sign in.", may=KEEPERS)
def invite(person: Person, member: Member, email: str = "") -> Done:
    """Makes the account of a member, or renews an invitation that was not followed; the result is a link with which
    a password is set, once, within days.

    Raises Refused when the member left, the account is in use, or the address belongs to somebody else.
    """
    address = (email or member.email).strip().lower()
    account = Account.objects.filter(member=member).first()
    _may_be_invited(member, address, account)
    if account is None:
        account = Account.objects.create_user(address, None, department_id=member.department_id, member=member)
    else:
        account.email = address
        account.set_unusable_password()  # a new one each time: earlier links end
        account.save()
        account.vouch()
    note("invited", None, invited=account.pk)
    said = {"member": member.name, "number": member.number}
    return Done(link(account), f"member {member.number}", said)


def _may_be_invited(member: Member, address: str, account: Account | None) -> None:
    if not member.active(today()):
        raise Refused(_("%s has left the department.") % member.name, _("Invite members in service."))
    if account is not None and account.has_usable_password():
        mend = _("They can ask for a new password on the sign-in page.")
        raise Refused(_("%s has an account already.") % member.name, mend)
    try:
        validate_email(address)
    except ValidationError:
        raise Refused(_("%s has no e-mail address that works.") % member.name, _("Give one.")) from None
    if Account.objects.filter(email=address).exclude(member=member).exists():
        raise Refused(_("That address belongs to another account."), _("Each member needs an address of their own."))


def link(account: Account) -> str:
    """The address with which the account's password is set; it works once."""
    key = {"uidb36": user_pk_to_url_str(account), "key": default_token_generator.make_token(account)}
    return str(settings.CONFIG.address.rstrip("/") + reverse("account_reset_password_from_key", kwargs=key))


@act("signin.disable", "{actor_name} disabled the account of {member} ({number}): {reason}.", may=KEEPERS)
def disable(person: Person, member: Member, reason: str) -> Done:
    """Ends sign-in for a member at once; sessions end with it."""
    if member.id == person.member:
        raise Refused(_("Nobody disables their own account."), _("Ask another administrator."))
    account = _account(member)
    if not account.is_active:
        raise Refused(_("The account of %s is disabled already.") % member.name, _("Nothing is left to do."))
    account.is_active, account.disabled_because = False, reason[:200]
    account.save()
    end_sessions(account)
    note("disabled", None, disabled=account.pk)
    return Done(account, f"member {member.number}", {"member": member.name, "number": member.number, "reason": reason})


@act("signin.enable", "{actor_name} enabled the account of {member} ({number}).", may=KEEPERS)
def enable(person: Person, member: Member) -> Done:
    """Lets a member sign in again, from now."""
    account = _account(member)
    if account.is_active:
        raise Refused(_("The account of %s is not disabled.") % member.name, _("Nothing is left to do."))
    if not member.active(today()):
        raise Refused(_("%s has left the department.") % member.name, _("Take back the separation first."))
    account.is_active, account.disabled_because, account.last_seen = True, "", timezone.now()
    account.save()
    note("enabled", None, enabled=account.pk)
    return _done(member, account)


@act("signin.unlock", "{actor_name} unlocked the account of {member} ({number}).", may=KEEPERS)
def unlock(person: Person, member: Member) -> Done:
    """Forgets the failed sign-ins of a member, once somebody has made sure that it was the member."""
    account = _account(member)
    if not attempts.clear(account.email):
        raise Refused(_("The account of %s is not locked.") % member.name, _("Nothing is left to do."))
    note("unlocked", None, unlocked=account.pk)
    return _done(member, account)


@act("signin.reset-factors", "{actor_name} reset the second factors of {member} ({number}).", may=KEEPERS)
def reset_factors(person: Person, member: Member) -> Done:
    """Takes away all second factors of a member who lost them; sessions end, and new factors are set up next."""
    if member.id == person.member:
        raise Refused(_("Nobody resets their own factors."), _("Ask another administrator."))
    account = _account(member)
    Authenticator.objects.filter(user=account).delete()
    end_sessions(account)
    note("factors-reset", None, reset=account.pk)
    return _done(member, account)


@act("signin.change-address", "{actor_name} changed the sign-in address of {member} ({number}).", may=KEEPERS)
def change_address(person: Person, member: Member, email: str) -> Done:
    """Changes the address that a member signs in with; links to providers end, for they were made by the old one."""
    address, account = email.strip().lower(), _account(member)
    if Account.objects.filter(email=address).exclude(pk=account.pk).exists():
        raise Refused(_("That address belongs to another account."), _("Each member needs an address of their own."))
    account.email = address
    account.save()
    account.vouch()
    SocialAccount.objects.filter(user=account).delete()
    note("address-changed", None, changed=account.pk)
    return _done(member, account)


@act("signin.unlink", "{actor_name} ended the link of {member} ({number}) to sign-in providers.", may=KEEPERS)
def unlink(person: Person, member: Member) -> Done:
    """Ends the links of an account to outside providers, as when a person was given a new identity there."""
    account = _account(member)
    SocialAccount.objects.filter(user=account).delete()
    note("provider-unlinked", None, unlinked=account.pk)
    return _done(member, account)


@act("signin.approve-provider", "{actor_name} let {provider} sign people in for: {domains}.", may=("chief", *KEEPERS))
def approve_provider(person: Person, provider: str, given: Sequence[str]) -> Done:
    """Lets a provider open accounts of this department whose addresses are in some domains; none for no more."""
    names = sorted({one.strip().lower() for one in given if one.strip()})
    if provider not in (OIDC, SAML):
        raise Refused(_("There is no provider %r.") % provider, _("Write oidc or saml."))
    if wrong := [name for name in names if not _DOMAIN.fullmatch(name)]:
        raise Refused(_("%s is not a domain.") % wrong[0], _("Write police.example.gov, without @."))
    department = Department.objects.select_for_update().get(id=person.department)
    department.settings = {**department.settings, SETTING: {**department.settings.get(SETTING, {}), provider: names}}
    department.save()
    note("provider-approved", None, provider=provider)
    return Done(None, f"department {department.slug}", {"provider": provider, "domains": ", ".join(names) or _("none")})


def end_sessions(account: Account) -> None:
    """Signs an account out everywhere."""
    for session in UserSession.objects.filter(user=account):
        session.end()


def disable_idle(now: datetime) -> list[Account]:
    """Disables, in the department at work, the accounts that nobody used for the days that the desk sets."""
    limit = now - timedelta(days=settings.CONFIG.idle_disable_days)
    used = Coalesce("last_seen", "created")
    return [disable(machine(), one.member, IDLE) for one in _active().annotate(used=used).filter(used__lte=limit)]


def disable_separated() -> list[Account]:
    """Disables, in the department at work, the accounts of members whose last day has come."""
    return [disable(machine(), one.member, SEPARATED) for one in _active().filter(member__separated__lte=today())]


def _active() -> QuerySet:
    return Account.objects.filter(department_id=scope.current(), is_active=True).select_related("member")


def _account(member: Member) -> Account:
    account = Account.objects.filter(member=member).first()
    if account is None:
        raise Refused(_("%s has no account.") % member.name, _("Invite them first."))
    return account


def _done(member: Member, account: Account) -> Done:
    return Done(account, f"member {member.number}", {"member": member.name, "number": member.number})

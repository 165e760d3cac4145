"""Making and revoking personal tokens."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from postorders.desk.api.models import Token
from postorders.desk.api.tokens import SCOPES, fresh, hashed
from postorders.desk.base.act import Done, Refused, act
from postorders.desk.base.person import Person
from postorders.desk.people.models import Department, Member
from postorders.desk.people.who import today

LONGEST_DAYS = 365


@act("api.make-token", "{actor_name} made the token {label}, for {scopes}, until {ends}.", may=["anyone"])
def make_token(person: Person, label: str, scopes: Sequence[str], days: int) -> Done:
    """Makes a token and returns its text, which is shown once. A token never makes another."""
    if person.token_scopes is not None:
        raise Refused(_("A token cannot make a token."), _("Sign in with a browser."))
    if not person.signed_in_anew:
        raise Refused(_("Making a token asks for a fresh sign-in."), _("Sign in again, then make it."))
    if not scopes or set(scopes) - set(SCOPES):
        raise Refused(_("Choose at least one scope that exists."), ", ".join(SCOPES))
    if not 1 <= days <= LONGEST_DAYS:
        raise Refused(_("A token lasts from one day to a year."), _("Choose fewer days."))
    slug = Department.objects.values_list("slug", flat=True).get(id=person.department)
    given = fresh(slug)
    token = Token(
        member=Member.objects.get(id=person.member),
        label=label,
        start=given.secret[:6],
        hash=hashed(given.secret),
        scopes=sorted(scopes),
        ends=today() + timedelta(days=days),
    )
    token.save()
    said = {"label": label, "scopes": ", ".join(sorted(scopes)), "ends": str(token.ends)}
    return Done(str(given), f"token {token.id}", said)


@act("api.revoke-token", "{actor_name} revoked the token {label}.", may=["anyone"])
def revoke_token(person: Person, token: Token) -> Done:
    """Ends a token now. Its owner may, and an administrator."""
    if token.member_id != person.member and not person.has(("administrator",)):
        raise Refused(_("This token is another member's."), _("Its owner or an administrator revokes it."))
    if token.revoked is None:
        token.revoked = timezone.now()
        token.save()
    return Done(token, f"token {token.id}", {"label": token.label})

"""Personal tokens: how they are made, read, and turned into an acting person."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass

from postorders.desk.api.models import Token
from postorders.desk.base import scope
from postorders.desk.base.person import Person
from postorders.desk.people.models import Department, Member
from postorders.desk.people.who import person, today
from postorders.desk.signin.middleware import asks_for_factor, factors, seen
from postorders.desk.signin.models import Account

PREFIX = "postorders"
SCOPES = {
    "read": "Read what you may read",
    "ask": "Ask for permissions, complete, withdraw, appeal",
    "decide": "Decide on requests whose form is not written",
    "people": "Keep units, members and delegations",
    "sites": "Enter official accounts, change them, look them over",
}


@dataclass(frozen=True, slots=True)
class Given:
    """A token as its owner holds it: which department, and the secret."""

    department: str
    secret: str

    def __str__(self) -> str:
        return f"{PREFIX}.{self.department}.{self.secret}"


def fresh(slug: str) -> Given:
    """A new token for a department."""
    return Given(slug, secrets.token_urlsafe(32))


def hashed(secret: str) -> str:
    """What is kept of a token; it is random, so a plain hash does."""
    return hashlib.sha256(secret.encode()).hexdigest()


def read(text: str) -> Given | None:
    """The parts of a token, None when it is not one."""
    parts = text.split(".")
    return Given(parts[1], parts[2]) if len(parts) == 3 and parts[0] == PREFIX else None


def owner(given: Given) -> tuple[Department, Person] | None:
    """The department and person of a token that stands; None when it is unknown, ended or revoked, or its owner may
    not sign in today.
    """
    department = Department.objects.filter(slug=given.department).first()
    if department is None:
        return None
    with scope.within(department.id):
        token = Token.objects.select_related("member").filter(hash=hashed(given.secret), revoked=None).first()
        if token is None or token.ends < today() or not token.member.active(today()):
            return None
        who = person(token.member, token_scopes=frozenset(token.scopes))
        return (department, who) if _may_sign_in(token.member, who) else None


def _may_sign_in(member: Member, who: Person) -> bool:
    """Whether the member's account stands, with the second factor that their roles ask for."""
    account = Account.objects.filter(member=member, is_active=True).first()
    if account is None or (asks_for_factor(who) and not factors(account)):
        return False
    seen(account)
    return True

"""Whether the member behind an account is in service."""

from __future__ import annotations

from postorders.desk.base import scope
from postorders.desk.people.models import Member
from postorders.desk.people.who import today
from postorders.desk.signin.models import Account


def in_service(account: Account) -> bool:
    """Whether the account belongs to a member who has not left."""
    if account.department_id is None or account.member_id is None:
        return False
    with scope.within(account.department_id):
        member = Member.objects.filter(id=account.member_id).first()
        return member is not None and member.active(today())

"""Accounts, from the command line."""

from __future__ import annotations

from collections.abc import Iterable

from postorders.desk.base.person import Person, machine
from postorders.desk.people import acts
from postorders.desk.people.models import Department, Member, RoleHeld
from postorders.errors import refuse
from postorders.plain import suggest
from postorders.words import _


def department(slug: str = "") -> Department:
    """The department with that short name; without one, the only one there is. Raises InputError."""
    found = list(Department.objects.filter(slug=slug)[:1] if slug else Department.objects.order_by("slug")[:2])
    if len(found) == 1:
        return found[0]
    slugs = list(Department.objects.order_by("slug").values_list("slug", flat=True)[:50])
    if slug:
        what = _("There is no department {slug!r}.").format(slug=slug)
        raise refuse(what, suggest(slug, slugs) or _("This desk has: {slugs}.").format(slugs=", ".join(slugs)))
    if not slugs:
        raise refuse(_("This desk has no department."), _("Make one with 'postorders desk init'."))
    mend = _("Name one with --department: {slugs}.").format(slugs=", ".join(slugs))
    raise refuse(_("This desk has several departments."), mend)


def invite(person: Person, member: Member, email: str) -> str:
    """Makes the account of a member and returns the link with which a password is set, once."""
    from postorders.desk.signin.acts import invite as invited

    link: str = invited(person, member, email)
    return link


def adduser(number: str, email: str, roles: Iterable[str] = (), name: str = "", sort: str = "") -> str:
    """Gives a member an account and roles, adding the member when `name` and `sort` (the class) are given.

    Returns the link. Work inside the department, in one transaction. Raises InputError.
    """
    desk = machine()
    member = Member.objects.filter(number=number).first()
    if member is None:
        if not (name and sort):
            mend = _("Check the number, or add the member with --name and --class.")
            raise refuse(_("No member has the number {number}.").format(number=number), mend)
        member = acts.add_member(desk, number, name, sort, email=email)
    for role in roles:
        if not RoleHeld.objects.filter(member=member, role=role, until=None).exists():
            acts.give_role(desk, member, role)
    return invite(desk, member, email)

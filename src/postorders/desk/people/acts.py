"""What is done to the department's people: units, members, roles, delegations, local settings, separation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from postorders.desk.base import guard, scope
from postorders.desk.base.act import Done, Refused, act
from postorders.desk.base.person import MACHINE, ROLES, Person, machine
from postorders.desk.people import designation, leaving
from postorders.desk.people import local as settings
from postorders.desk.people.giving import closed_to
from postorders.desk.people.models import Delegation, Department, Member, RoleHeld, Unit
from postorders.desk.people.who import forget_zones, roles_of, today

KEEPERS = ("administrator", MACHINE)
EARLIEST = date(1900, 1, 1)  # nobody in a roster left before
EDITABLE = ("name", "email", "member_class", "rank", "joined")


def found(slug: str, name: str, **given: Any) -> Department:
    """Makes a department and the first entry of its ledger."""
    with guard.lifted("founding a department"):
        department = Department(slug=slug, name=name, **given)
        with scope.within(department.id):
            return _found(machine(), department)


@act("people.found", "{department} began to keep this ledger.", may=[MACHINE])
def _found(person: Person, department: Department) -> Done:
    department.save(force_insert=True)
    return Done(department, f"department {department.slug}", {"department": department.name})


@act("people.add-unit", "{actor_name} added the unit {unit}.", may=KEEPERS)
def add_unit(person: Person, name: str, parent: Unit | None = None) -> Done:
    """Adds a unit."""
    _free_name(name)
    unit = Unit(name=name, parent=parent)
    unit.save()
    return Done(unit, f"unit {name}", {"unit": name, "parent": parent.name if parent else ""})


@act("people.rename-unit", "{actor_name} renamed the unit {before} to {unit}.", may=KEEPERS)
def rename_unit(person: Person, unit: Unit, name: str) -> Done:
    """Gives a unit another name; the public list of accounts says it too."""
    from postorders.desk.register.publish import renamed

    _free_name(name)
    before, unit.name = unit.name, name
    unit.save(update_fields=["name"])
    renamed()
    return Done(unit, f"unit {name}", {"unit": name, "before": before})


@act("people.move-unit", "{actor_name} moved the unit {unit} under {parent}.", may=KEEPERS)
def move_unit(person: Person, unit: Unit, parent: Unit | None) -> Done:
    """Puts a unit under another one, or at the top. A unit never comes under itself."""
    Department.objects.select_for_update().get(id=person.department)  # of two moves at once, one sees the other
    above = {one.id: one.parent_id for one in Unit.objects.all()}
    at = parent.id if parent else None
    while at is not None:
        if at == unit.id:
            raise Refused(_("%s would be under itself.") % unit.name, _("Choose a unit that is not below it."))
        at = above.get(at)
    unit.parent = parent
    unit.save(update_fields=["parent"])
    return Done(unit, f"unit {unit.name}", {"unit": unit.name, "parent": parent.name if parent else "the top"})


def _free_name(name: str) -> None:
    if not name.strip():
        raise Refused(_("A unit needs a name."), _("Write one."))
    if Unit.objects.filter(name=name).exists():
        raise Refused(_("There is a unit %s already.") % name, _("Give it another name."))


@act("people.lead-unit", "{actor_name} put {member} at the head of {unit}.", may=(*KEEPERS, "chief"))
def lead_unit(person: Person, unit: Unit, head: Member) -> Done:
    """Puts a member at the head of a unit. Only the Chief puts themselves there: heads decide what others ask."""
    if head.id == person.member and not person.has(("chief",)):
        raise Refused(_("Nobody puts themselves at the head of a unit."), _("Ask the Chief."))
    if not head.active(today()):
        raise Refused(_("%s has left the department.") % head.name, _("Name a member in service."))
    unit.head = head
    unit.save(update_fields=["head"])
    return Done(unit, f"unit {unit.name}", {"unit": unit.name, "member": head.name, "number": head.number})


@act("people.add-member", "{actor_name} added {member} ({number}), {member_class}.", may=KEEPERS)
def add_member(person: Person, number: str, name: str, member_class: str, **given: Any) -> Done:
    """Adds a member. `given` are further fields of the member."""
    if Member.objects.filter(number=number).exists():
        raise Refused(_("The number %s belongs to someone already.") % number, _("Numbers are never used twice."))
    _known_class(member_class)
    member = Member(number=number, name=name, member_class=member_class, **given)
    member.save()
    return Done(member, f"member {number}", {"member": name, "number": number, "member_class": member_class})


@act("people.edit-member", "{actor_name} changed {changed} of {member} ({number}).", may=KEEPERS)
def edit_member(person: Person, member: Member, changes: Mapping[str, Any]) -> Done:
    """Changes a member's name, e-mail address, class, rank or first day; the number stays for ever.

    An e-mail address that the member signs in with changes with it.
    """
    if unknown := set(changes) - set(EDITABLE):
        raise Refused(_("%s cannot be changed here.") % ", ".join(sorted(unknown)), _("Choose another field."))
    if "member_class" in changes:
        _known_class(changes["member_class"])
    before = {name: str(getattr(member, name) or "") for name in changes if name != "email"}
    for name, value in changes.items():
        setattr(member, name, value)
    member.save(update_fields=list(changes))
    if "email" in changes:
        _sign_in_with(person, member)
    after = {f"{name}_now": str(changes[name] or "") for name in before}
    said = {"member": member.name, "number": member.number, "changed": ", ".join(sorted(changes))}
    return Done(member, f"member {member.number}", {**said, **{f"{k}_before": v for k, v in before.items()}, **after})


def _sign_in_with(person: Person, member: Member) -> None:
    """The address that the member signs in with follows the roster, by the act of the sign-in."""
    from postorders.desk.signin.acts import change_address
    from postorders.desk.signin.models import Account

    if Account.objects.filter(member=member).exclude(email=member.email.lower()).exists():
        if not member.email:
            raise Refused(_("%s signs in with an e-mail address.") % member.name, _("Give the new address."))
        change_address(person, member, member.email)


def _known_class(member_class: str) -> None:
    if member_class not in dict(Member.CLASSES):
        raise Refused(_("There is no class %r of members.") % member_class, _("Write officer, civilian or reserve."))


@act("people.give-role", "{actor_name} gave {member} the role {role}, from {since}.", may=(*KEEPERS, "chief"))
def give_role(person: Person, member: Member, role: str, since: date | None = None, until: date | None = None) -> Done:
    """Gives a member a role. Nobody gives a role to themselves, and designees come by delegation alone."""
    first = since or today()
    if role not in ROLES or role in ("member", "designee"):
        raise Refused(_("%s is not a role that can be given.") % role, _("A designee is named by delegation."))
    if member.id == person.member:
        raise Refused(_("Nobody gives a role to themselves."), _("Ask another who may."))
    if role in closed_to(person):
        raise Refused(_("Only the Chief gives the role %s.") % ROLES[role], _("Ask the Chief."))
    if not member.active(first):
        raise Refused(_("%s has left the department.") % member.name, _("Name a member in service."))
    if until and until < first:
        raise Refused(_("The role would end before it begins."), _("Mend the dates."))
    held = RoleHeld(member=member, role=role, since=first, until=until)
    held.save()
    said = {"member": member.name, "number": member.number, "role": role, "since": str(first)}
    return Done(held, f"member {member.number}", {**said, "until": str(until or "")})


@act("people.end-role", "{actor_name} ended the role {role} of {member}.", may=(*KEEPERS, "chief"))
def end_role(person: Person, held: RoleHeld) -> Done:
    """Ends a role today: from tomorrow it is not held. A role that is over stays as it was."""
    if held.until and held.until <= today():
        raise Refused(_("This role has ended already."), _("Open the person again to see which are held."))
    if held.role in closed_to(person):
        raise Refused(_("Only the Chief ends the role %s.") % ROLES[held.role], _("Ask the Chief."))
    held.until = today()
    held.save(update_fields=["until"])
    said = {"member": held.member.name, "number": held.member.number, "role": held.role}
    return Done(held, f"member {held.member.number}", said)


@act(
    "people.delegate", "{actor_name} named {to} as {sort} from {starts} to {ends}, for {kinds}.", may=designation.GIVERS
)
def delegate(
    person: Person,
    to: Member,
    starts: date,
    ends: date | None = None,
    kinds: Sequence[str] = (),
    alternate: bool = False,
    reason: str = "",
) -> Done:
    """Names a designee for a time; the giver's own role goes with it. A designee does not delegate further.

    `kinds` narrows it to kinds of permission that a policy in force lets a designee decide; empty means all of them.
    """
    giver = Member.objects.get(id=person.member)
    role = next(name for name in designation.GIVERS if name in roles_of(giver))
    if to.id == giver.id:
        raise Refused(_("Nobody designates themselves."), _("Name another member."))
    if not to.active(starts):
        raise Refused(_("%s has left the department.") % to.name, _("Name a member in service."))
    if ends and ends < starts:
        raise Refused(_("The delegation would end before it starts."), _("Mend the dates."))
    known = {kind.kind for kind in designation.delegable(role)} if kinds else set()
    if unknown := [kind for kind in kinds if kind not in known]:
        raise Refused(
            _("The policy in force lets no designee decide %s for you.") % ", ".join(unknown),
            _("Choose from: %s.") % (", ".join(sorted(known)) or _("none")),
        )
    one = Delegation(
        by=giver, to=to, role=role, starts=starts, ends=ends, kinds=list(kinds), alternate=alternate, reason=reason
    )
    one.save()
    sort = "alternate" if alternate else "designee"
    dates = {"starts": str(starts), "ends": str(ends or "further notice")}
    said = {"to": to.name, "number": to.number, "sort": sort, **dates, "reason": reason}
    return Done(one, f"delegation {one.id}", {**said, "role": role, "kinds": ", ".join(kinds) or "all kinds"})


@act("people.revoke-delegation", "{actor_name} revoked the delegation to {to}.", may=designation.GIVERS)
def revoke_delegation(person: Person, one: Delegation) -> Done:
    """Ends a delegation today. Only its giver, or the Chief, may."""
    if one.by_id != person.member and not person.has(("chief",)):
        raise Refused(_("Only who gave it, or the Chief, revokes a delegation."), _("Ask them."))
    if one.revoked and one.revoked <= today():
        raise Refused(_("This delegation is revoked already."), _("Open the list again to see which hold."))
    one.revoked = today()
    one.save(update_fields=["revoked"])
    return Done(one, f"delegation {one.id}", {"to": one.to.name, "number": one.to.number})


@act("people.separate", "{actor_name} separated {member} as of {on}.", may=KEEPERS)
def separate(person: Person, member: Member, on: date) -> Done:
    """Ends a member's service on a day, the first without it: roles, delegations and the account end with it."""
    from postorders.desk.signin.models import Account

    if member.id == person.member:
        raise Refused(_("Nobody separates themselves."), _("Ask another administrator."))
    if on < (member.joined or EARLIEST):
        raise Refused(_("%s joined later than that.") % member.name, _("Mend the date."))
    member.separated = on
    member.save(update_fields=["separated"])
    last = on - timedelta(days=1)
    RoleHeld.objects.filter(Q(until=None) | Q(until__gt=last), member=member).update(until=last)
    open_ones = Delegation.objects.filter(Q(revoked=None) | Q(revoked__gt=on))
    open_ones.filter(Q(to=member) | Q(by=member)).update(revoked=on)
    if on <= today():
        Account.objects.filter(member=member, is_active=True).update(is_active=False, disabled_because="separated")
    leaving.tell(member, on, "separated")
    return Done(member, f"member {member.number}", {"member": member.name, "number": member.number, "on": str(on)})


@act("people.reinstate", "{actor_name} took back the separation of {member}.", may=KEEPERS)
def reinstate(person: Person, member: Member) -> Done:
    """Takes back a separation. Roles, delegations and the account do not come back by themselves."""
    if member.separated is None:
        raise Refused(_("%s is in service.") % member.name, _("There is nothing to take back."))
    before, member.separated = member.separated, None
    member.save(update_fields=["separated"])
    leaving.tell(member, today(), "reinstated")
    said = {"member": member.name, "number": member.number, "separated_before": str(before)}
    return Done(member, f"member {member.number}", said)


@act("people.transfer", "{actor_name} moved {member} to {unit}.", may=KEEPERS)
def transfer(person: Person, member: Member, unit: Unit) -> Done:
    """Moves a member to another unit."""
    before = member.unit.name if member.unit_id and member.unit else ""
    member.unit = unit
    member.save(update_fields=["unit"])
    leaving.tell(member, today(), "transferred")
    fields = {"member": member.name, "number": member.number, "unit": unit.name, "unit_before": before}
    return Done(member, f"member {member.number}", fields)


@act("people.change-settings", "{actor_name} changed local settings: {changes}.", may=("chief", "administrator"))
def change_settings(person: Person, changes: Mapping[str, Any]) -> Done:
    """Changes local settings of the department, by name (`local.SETTINGS`)."""
    department = Department.objects.select_for_update().get(id=person.department)
    kinds = [kind.kind for kind in designation.kinds()] if changes.get("second_approver") else []
    said = []
    for name, value in changes.items():
        before = settings.local(department, name)
        settings.check(name, value, kinds)
        said.append(f"{name}: {settings.said(before)} → {settings.said(value)}")
        if name in settings.OWN:
            setattr(department, name, value)
        else:
            department.settings[name] = value
    department.save()
    transaction.on_commit(forget_zones)
    return Done(department, f"department {department.slug}", {"changes": "; ".join(said)})


@act(
    "people.import-roster",
    "{actor_name} brought in a roster: {added} added, {changed} changed, {separated} separated, {unchanged} unchanged.",
    may=KEEPERS,
)
def import_done(person: Person, counts: Mapping[str, int], digest: str) -> Done:
    """The end of an import; each change has an entry of its own. `digest` is the SHA-256 of what was shown."""
    return Done(None, "roster", {**counts, "digest": digest})

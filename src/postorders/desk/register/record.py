"""What the acts on accounts have in common: the locked row, the checks, the permission behind it, who is told."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from postorders.desk.base.act import Done, Refused
from postorders.desk.base.person import MACHINE, Person
from postorders.desk.people.local import local
from postorders.desk.people.models import Department, Member, Unit
from postorders.desk.people.who import today
from postorders.desk.permissions.models import Grant
from postorders.desk.register import publish, rules, texts
from postorders.desk.register.models import Site
from postorders.desk.register.shown import OURS
from postorders.desk.register.states import Keeping
from postorders.desk.register.tell import tell_holder
from postorders.platforms.address import WEBSITE, Address
from postorders.platforms.library import platforms

KEEPERS = ("chief", "designee")
CLERKS = (*KEEPERS, "media-unit", "web-manager", "administrator")
LOOKERS = (*KEEPERS, "media-unit")
EDITABLE = (
    "name",
    "short",
    "long",
    "language",
    "tags",
    "purpose",
    "purposes",
    "unit",
    "owner",
    "named_for",
    "style_guide",
)


def need(person: Person, roles: Collection[str]) -> None:
    """Raises Refused for who does not hold one of the roles for accounts: see `rules.acts_as`."""
    if not person.has((MACHINE,)) and not rules.acts_as(person, roles):
        what = (
            _("This is not among what you do for the Chief.") if person.has(("designee",)) else _("This is not yours.")
        )
        raise Refused(what, _("Ask the Chief, or a designee of the Chief for accounts."))


def need_enterer(person: Person, where: Address) -> None:
    if person.has((MACHINE,)) or rules.acts_as(person, CLERKS) or _has_leave(person, where):
        return
    what = _("You hold no permission for a department site.")
    raise Refused(what, _("Ask for one first, under My permissions; or let the Media Unit enter the address."))


def _has_leave(person: Person, where: Address) -> bool:
    draft = Site(number=0, url=where.url, key=where.key, entered_by_id=person.member)
    return any(grant.member_id == person.member for grant in rules.grants_for(draft))


def alone(department: UUID) -> None:
    """Waits for whoever gives an account its address now: of two at once, one sees the other.

    A row that refers to the department may still be written meanwhile, or two acts could wait for each other.
    """
    Department.objects.select_for_update(no_key=True).get(id=department)


def need_free(where: Address) -> None:
    if there := Site.objects.filter(key=where.key).first():
        what = _("%(url)s is in the register already, as site %(number)d (%(state)s).")
        said = {"url": there.url, "number": there.number, "state": there.get_state_display()}
        raise Refused(what % said, _("Open that one."))


def new(person: Person, where: Address, as_printed: str, about: Mapping[str, Any]) -> Site:
    if not rules.REGISTER.on:
        raise Refused(_("This desk keeps no register of accounts."), _("Ask the administrator."))
    alone(person.department)
    need_free(where)
    if unknown := set(about) - set(EDITABLE):
        raise Refused(_("%s is not known of an account.") % ", ".join(sorted(unknown)), _("Leave it out."))
    given = checked(about)
    given["purposes"] = rules.purposes_of(given.get("purposes", ()), given.get("purpose", ""))
    number = (Site.objects.aggregate(last=Max("number"))["last"] or 0) + 1
    named = _("{handle} on {platform}").format(handle=where.handle, platform=platforms()[where.platform].label)
    name = given.pop("name", "") or (where.handle if where.platform == WEBSITE else named)
    site = Site(number=number, name=name[: texts.longest("name")])
    place(site, where)
    site.as_printed, site.entered_by_id = as_printed, person.member
    for field, value in given.items():
        setattr(site, field, value)
    if site.owner is None and not as_printed and person.member and _answers(person, where):
        site.owner = Member.objects.get(id=person.member)
    site.save()
    return site


def _answers(person: Person, where: Address) -> bool:
    """Whether who enters an account answers for it: not who only keeps the website or the desk."""
    return rules.acts_as(person, LOOKERS) or _has_leave(person, where)


def place(site: Site, where: Address) -> None:
    """Gives an account its address, in memory."""
    site.platform, site.url, site.key = where.platform, where.url, where.key
    site.handle = where.handle[: texts.longest("handle")]


def checked(given: Mapping[str, Any]) -> dict[str, Any]:
    """What was given of an account, each value fit for its column. Raises Refused."""
    found = texts.checked(given)
    if "name" in found and not found["name"].strip():
        del found["name"]
    owner, unit = found.get("owner"), found.get("unit")
    if not isinstance(unit, Unit | None) or not isinstance(owner, Member | None):
        raise Refused(_("There is no such unit or member."), _("Choose from the list."))
    if owner is not None and owner.separated is not None:
        told = _("%s leaves the department.") if owner.active(today()) else _("%s has left the department.")
        raise Refused(told % owner.name, _("Name a member who stays in service."))
    return found


def closed(person: Person, site: Site) -> dict[str, str]:
    """The fields of an account that the person does not change, each with who does."""
    from postorders.desk.custody.rights import may_manage

    if person.has((MACHINE,)):
        return {}
    found = {}
    if site.state in OURS and not rules.acts_as(person, LOOKERS):
        keepers = _("the Media Unit, the Chief or a designee, while the account is public")
        found = {"name": keepers, "named_for": keepers}
    if not may_manage(person, site) and (site.owner_id is not None or site.state != "to-verify"):
        found["owner"] = _("the owner, the first custodian, the Media Unit or the Chief")
    return found


def need_open(person: Person, site: Site, fields: Collection[str]) -> None:
    """Raises Refused where one of the fields is not the person's to change."""
    shut = closed(person, site)
    for name in sorted(set(fields) & set(shut)):
        told = _("%(field)s is changed by %(who)s.") % {"field": name, "who": shut[name]}
        raise Refused(told, _("Ask one of them."))


def locked(site: Site) -> Site:
    rows = Site.objects.select_for_update(of=("self",)).select_related("grant__request", "owner", "unit")
    found: Site | None = rows.filter(id=site.id).first()
    if found is None:
        raise Refused(_("There is no such account in the register."), _("Look it up in the list."))
    return found


def need_own(person: Person, site: Site, roles: Sequence[str]) -> None:
    if person.has((MACHINE,)) or rules.acts_as(person, roles):
        return
    if person.member is None or site.owner_id != person.member:
        raise Refused(_("Only who answers for the account, or keeps the register, does this."), _("Ask one of them."))


def leave(site: Site, grant: Grant | None) -> Grant | None:
    """The permission behind an account. Raises Refused where a policy wants one and none, or more than one, fits."""
    wanted = rules.needs_leave(site)
    standing = rules.grants_for(site)
    if grant is not None:
        standing = [one for one in standing if one.id == grant.id]
    if not standing and wanted:
        clauses = ", ".join(clause.clause for clause in wanted)
        what = _("No permission in force stands behind this account, and %s wants one.") % clauses
        raise Refused(what, _("Have it asked for and granted first; it may name the address."))
    if len(standing) > 1:
        named = [one for one in standing if one.scope.get("site")]
        own = [one for one in standing if one.member_id in (site.owner_id, site.entered_by_id)]
        standing = named[:1] or own[:1] or standing[:1]
    return standing[0] if standing else None


def looked_over(site: Site, person: Person) -> None:
    days = local(Department.objects.get(id=person.department), "revalidate_days")
    site.verified, site.verified_by_id = timezone.now(), person.member
    site.revalidate_by = today() + timedelta(days=days)


def ended(person: Person, site: Site, state: str, reason: str) -> Done:
    from postorders.desk.custody.departing import given_up

    found = locked(site)
    found.state = Keeping.move(found.state, state)
    found.ended, found.ended_reason = timezone.now(), reason
    found.save()
    given_up(found)
    publish.changed(found, state if state in publish.WHATS else "changed")  # the reason is for the desk alone
    tell_holder(found, person, reason)
    return done(found, reason=reason)


def reason(text: str) -> str:
    if not text.strip():
        raise Refused(_("No reason is given."), _("Write why; it stays with the account."))
    return text.strip()


def done(site: Site, **fields: Any) -> Done:
    return Done(site, site.about, {"site": site.number, "url": site.url, "name": site.name, **fields})

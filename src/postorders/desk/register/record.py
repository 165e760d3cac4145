"""What the acts on accounts have in common: the locked row, the checks, the permission behind it, who is told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from postorders.desk.base.act import Done, Refused
from postorders.desk.base.person import MACHINE, Person
from postorders.desk.jobs.notify import notify
from postorders.desk.people.local import local
from postorders.desk.people.models import Department, Member, Unit
from postorders.desk.people.who import today
from postorders.desk.permissions.models import Grant
from postorders.desk.register import publish, rules
from postorders.desk.register.models import Site
from postorders.desk.register.states import Keeping
from postorders.platforms.address import Address
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


def need_enterer(person: Person, where: Address) -> None:
    if person.has((*CLERKS, MACHINE)) or any(
        grant.member_id == person.member for grant in rules.grants_for(draft(where))
    ):
        return
    what = _("You hold no permission for a department site.")
    raise Refused(what, _("Ask for one first, under My permissions; or let the Media Unit enter the address."))


def draft(where: Address) -> Site:
    return Site(number=0, url=where.url, key=where.key)


def need_free(where: Address) -> None:
    if there := Site.objects.filter(key=where.key).first():
        what = _("%(url)s is in the register already, as site %(number)d (%(state)s).")
        said = {"url": there.url, "number": there.number, "state": there.get_state_display()}
        raise Refused(what % said, _("Open that one."))


def new(person: Person, where: Address, as_printed: str, about: Mapping[str, Any]) -> Site:
    if not rules.REGISTER.on:
        raise Refused(_("This desk keeps no register of accounts."), _("Ask the administrator."))
    Department.objects.select_for_update().get(id=person.department)  # of two at once, one sees the other
    need_free(where)
    if unknown := set(about) - set(EDITABLE):
        raise Refused(_("%s is not known of an account.") % ", ".join(sorted(unknown)), _("Leave it out."))
    given = checked(about)
    given["purposes"] = rules.purposes_of(given.get("purposes", ()), given.get("purpose", ""))
    number = (Site.objects.aggregate(last=Max("number"))["last"] or 0) + 1
    name = given.pop("name", "") or _("{handle} on {platform}").format(
        handle=where.handle, platform=platforms()[where.platform].label
    )
    site = Site(
        number=number, name=name, platform=where.platform, handle=where.handle[:200], url=where.url, key=where.key
    )
    site.as_printed, site.entered_by_id = as_printed, person.member
    for field, value in given.items():
        setattr(site, field, value)
    if site.owner is None and not as_printed and person.member:
        site.owner = Member.objects.get(id=person.member)
    site.save()
    return site


def checked(given: Mapping[str, Any]) -> dict[str, Any]:
    """What was given of an account, each value fit for its column. Raises Refused."""
    found = dict(given)
    for name in ("name", "short", "named_for", "style_guide"):
        most = Site._meta.get_field(name).max_length
        if len(text := str(found.get(name, ""))) > most or "\n" in text:
            raise Refused(_("%s is too long, or more than one line.") % name, _("Shorten it."))
    if "name" in found and "name" in given and not str(given["name"]).strip():
        del found["name"]
    owner, unit = found.get("owner"), found.get("unit")
    if isinstance(owner, Member) and not owner.active(today()):
        raise Refused(_("%s has left the department.") % owner.name, _("Name a member in service."))
    if not isinstance(unit, Unit | None) or not isinstance(owner, Member | None):
        raise Refused(_("There is no such unit or member."), _("Choose from the list."))
    return found


def locked(site: Site) -> Site:
    rows = Site.objects.select_for_update(of=("self",)).select_related("grant__request", "owner", "unit")
    found: Site | None = rows.filter(id=site.id).first()
    if found is None:
        raise Refused(_("There is no such account in the register."), _("Look it up in the list."))
    return found


def need_own(person: Person, site: Site, roles: Sequence[str]) -> None:
    if not person.has((*roles, MACHINE)) and (person.member is None or site.owner_id != person.member):
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
    found = locked(site)
    found.state = Keeping.move(found.state, state)
    found.ended, found.ended_reason = timezone.now(), reason
    found.save()
    publish.changed(found, state if state in publish.WHATS else "changed")  # the reason is for the desk alone
    tell_holder(found, person, reason)
    return done(found, reason=reason)


def reason(text: str) -> str:
    if not text.strip():
        raise Refused(_("No reason is given."), _("Write why; it stays with the account."))
    return text.strip()


def tell_chief(site: Site, person: Person) -> None:
    """Tells the Chief the address, as the policy orders of whoever runs an account; noted on the account."""
    because = lazy("you keep the list of official accounts")
    clauses = rules.cited("notify-url")
    body = _("{name} gives the address {url} of an account ({clauses}). List it, or say that it is not ours.")
    said = body.format(name=person.name, url=site.url, clauses=clauses or _("department practice"))
    for chief in rules.deciders():
        notify(
            chief,
            f"{site.about}:told:{site.key}:{site.state}",
            lazy("An account's address: %s") % site.url,
            said,
            because,
            page(site),
        )
    site.told = timezone.now()
    site.save(update_fields=["told"])


def tell_holder(site: Site, person: Person, words: Any) -> None:
    for member in {site.owner, site.entered_by} - {None}:
        if member.id != person.member:
            key = f"{site.about}:{site.state}:{timezone.now():%Y%m%d%H%M%S}"
            notify(
                member,
                key,
                f"{site.name}: {site.get_state_display()}",
                words,
                lazy("you answer for this account"),
                page(site),
            )


def page(site: Site) -> str:
    return f"/desk/sites/{site.id}/"


def done(site: Site, **fields: Any) -> Done:
    return Done(site, site.about, {"site": site.number, "url": site.url, "name": site.name, **fields})

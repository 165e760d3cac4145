"""What the adopted policies order of the register: leave before a site, purposes, the printed list; and who is told."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from postorders.capability import capability
from postorders.desk.base.act import Refused
from postorders.desk.base.person import Person
from postorders.desk.people.models import Member
from postorders.desk.people.who import delegations_of, holders, on_day, stands_in, today
from postorders.desk.permissions.models import Grant
from postorders.desk.policy.force import policy_of, versions_in_force
from postorders.desk.register.models import Site
from postorders.errors import InputError
from postorders.platforms.address import Address, address
from postorders.policy.clause import Clause
from postorders.policy.policy import Policy
from postorders.policy.policy import Site as Printed
from postorders.policy.vocabulary import Duty

REGISTER = capability("account-register", "The register of official accounts, with URL, owner, custodians and status.")
STANDING = ("to-verify", "listed", "suspended")  # states in which a permission may stand behind an account


def policies() -> list[Policy]:
    """Every policy in force, with its readings."""
    return [policy_of(version) for version in versions_in_force()]


def ordering(duty: Duty) -> list[Clause]:
    """The clauses of every policy in force that order it, in their order. Empty while the register is switched off."""
    return [clause for policy in policies() for clause in policy.ordering(duty)] if REGISTER.on else []


def cited(duty: Duty) -> str:
    """The ids of those clauses, in words."""
    return ", ".join(clause.clause for clause in ordering(duty))


def printed() -> list[Printed]:
    """The accounts that a policy itself lists, where a clause still does."""
    found = [policy for policy in policies() if REGISTER.on and policy.ordering("printed-list")]
    return [site for policy in found for site in policy.manifest.sites]


def purposes_of(chosen: Iterable[str], words: str) -> list[str]:
    """The chosen purposes, each a clause of a policy in force. Raises Refused for others, or when nothing is said."""
    known = [clause.clause for clause in ordering("purpose")]
    wanted = list(dict.fromkeys(chosen))
    if unknown := [one for one in wanted if one not in known]:
        raise Refused(_("The policy names no purpose %s.") % ", ".join(unknown), _("Choose from the list."))
    if not wanted and not words.strip():
        raise Refused(_("What the account is for is not said."), _("Choose a purpose, or say it in words."))
    if not wanted and known and not ordering("purposes"):
        raise Refused(_("The policy knows these purposes alone: %s.") % ", ".join(known), _("Choose one of them."))
    return wanted


def needs_leave(site: Site) -> list[Clause]:
    """The clauses that want leave for this account before it is listed; none for one that the policy itself prints."""
    if site.as_printed and any(site.key == key for key in printed_keys()):
        return []
    return ordering("authorize-site")


def printed_keys() -> list[str]:
    """The keys of the accounts that a policy prints."""
    found = []
    for one in printed():
        try:
            found.append(address(one.url).key)
        except InputError:
            continue
    return found


def grants_for(site: Site) -> list[Grant]:
    """Permissions in force that may stand behind the account: of a kind that gives a site, and about it.

    One that names no account is about those that its member owns, entered or holds the keys of, as long as it stands
    behind no other.
    """
    day = today()
    begun = Grant.objects.filter(kind__in=_site_kinds(), starts__lte=day).exclude(ends__lt=day)
    elsewhere = Site.objects.filter(grant=OuterRef("id"), state__in=STANDING).exclude(id=site.id)
    found = begun.exclude(revoked__lte=day).annotate(elsewhere=Exists(elsewhere))
    theirs = _people_of(site)
    rows = found.select_related("member", "by", "delegation", "request")
    return [grant for grant in rows if grant.stands(day) and _about(grant, site, theirs)]


def _about(grant: Grant, site: Site, theirs: Collection[UUID]) -> bool:
    named = grant.scope.get("site", "")
    return names(named, site) if named else grant.member_id in theirs and not grant.elsewhere


def _people_of(site: Site) -> set[UUID]:
    """The members who own an account, entered it, or hold its keys today."""
    from postorders.desk.custody.models import Holding

    held = Holding.objects.filter(on_day(today()), site=site.id, replaced=None)
    return {one for one in (site.owner_id, site.entered_by_id, *held.values_list("member_id", flat=True)) if one}


def stands_behind(grant: Grant, site: Site) -> bool:
    """Whether a permission stands behind another account than this one."""
    return bool(grant.sites.filter(state__in=STANDING).exclude(id=site.id).exists())


def names(text: str, site: Site) -> bool:
    """Whether words of a permission name this account: its address, or its number in the register."""
    if text.strip().lower() in (site.url.lower(), site.about, str(site.number)):
        return True
    try:
        return bool(address(text).key == site.key)
    except InputError:
        return False


def read(text: str) -> Address:
    """The address of an account as people write it. Raises Refused with what is wrong with it."""
    try:
        found = address(text)
    except InputError as error:
        raise Refused(error.problems[0].what, error.problems[0].mend) from error
    if any(len(getattr(found, name)) > Site._meta.get_field(name).max_length for name in ("url", "key")):
        what = _("The address has %d characters; that is longer than the register takes.") % len(found.url)
        raise Refused(what, _("Give the address of the page where it begins, without what follows a question mark."))
    return found


def acts_as(person: Person, roles: Collection[str]) -> bool:
    """Whether a person holds one of the roles; `designee` counts for a designee of the Chief whose designation covers
    accounts: one for everything, or for a kind of permission that gives a site.
    """
    if person.has(set(roles) - {"designee"}):
        return True
    return "designee" in roles and person.has(("designee",)) and stands_in(person, _site_kinds())


def deciders() -> list[Member]:
    """The Chief, and whoever stands in for the Chief with accounts today: members who are told of new addresses."""
    chiefs, kinds = holders("chief"), set(_site_kinds())
    held = [one for one in delegations_of(chiefs) if one.role == "chief" and not one.alternate]
    return list(dict.fromkeys([*chiefs, *(one.to for one in held if not one.kinds or kinds & set(one.kinds))]))


def _site_kinds() -> list[str]:
    given = [(policy, kind) for policy in policies() for kind in policy.kinds_giving("site")]
    return [kind.kind for policy, kind in given if kind.clause in policy.by_id]

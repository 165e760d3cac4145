"""What is done to the register: an account is entered, listed, looked over again, suspended, revoked, retired."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from postorders.desk.base.act import Done, Refused, act
from postorders.desk.base.person import MACHINE, Person
from postorders.desk.jobs.notify import notify
from postorders.desk.people.who import today
from postorders.desk.permissions.models import Grant
from postorders.desk.register import directory, publish, record, rules, tell
from postorders.desk.register.models import Site
from postorders.desk.register.record import CLERKS, EDITABLE, KEEPERS, LOOKERS
from postorders.desk.register.states import Keeping


@act(
    "register.enter",
    "{actor_name} entered the account {url} as site {site}; the Chief was told.",
    may=["anyone", MACHINE],
)
def enter(person: Person, text: str, **about: Any) -> Done:
    """Enters the address of an account, which tells it to the Chief (`about`: the fields of EDITABLE).

    Open to those who keep the register, and to a member who holds a permission for a site. Raises Refused.
    """
    where = rules.read(text)
    record.need_enterer(person, where)
    site = record.new(person, where, "", about)
    tell.tell_chief(site, person)
    return record.done(site)


@act(
    "register.seed",
    "The list that the policy prints was entered to be verified: {urls}.",
    may=[*CLERKS, "policy-manager", MACHINE],
)
def seed(person: Person) -> Done:
    """Enters the accounts that a policy itself prints and that are not there yet, as printed, to be verified."""
    known = set(Site.objects.values_list("key", flat=True))
    made, unread = [], []
    for one in rules.printed():
        try:
            where = rules.read(one.url)
        except Refused:
            unread.append(one.as_printed or one.url)
            continue
        if where.key not in known:
            known.add(where.key)
            made.append(record.new(person, where, one.as_printed or one.url, {"purpose": _("As the policy lists it.")}))
    if not made and unread:
        what = _("What the policy prints cannot be read as an address: %s.") % ", ".join(unread)
        raise Refused(what, _("Enter the address of the account by hand."))
    if not made:
        raise Refused(_("Every account that the policy prints is in the register."), _("Verify those that wait."))
    said = {"urls": ", ".join(site.as_printed for site in made), "sites": [site.number for site in made]}
    return Done(made, "sites", {**said, "unread": unread})


@act("register.list", "{actor_name} listed site {site} ({url}) as an official account.", may=KEEPERS)
def list_site(person: Person, site: Site, grant: Grant | None = None) -> Done:
    """Puts an account on the list, under the permission behind it: the one given, or the only one that fits.

    Raises Refused where the policy wants leave and none stands.
    """
    record.need(person, KEEPERS)
    found = record.locked(site)
    found.state = Keeping.move(found.state, "listed")
    found.grant = record.leave(found, grant)
    found.listed, found.listed_by_id = timezone.now(), person.member
    found.ended, found.ended_reason = None, ""
    record.looked_over(found, person)
    found.save()
    publish.changed(found, "listed")
    tell.tell_holder(found, person, lazy("It is on the list of official accounts now."))
    said = {"permission": found.grant.name if found.grant else "", "clauses": rules.cited("keep-list")}
    return record.done(found, **said)


@act("register.edit", "{actor_name} changed {changed} of site {site} ({url}).", may=["anyone", MACHINE])
def edit(person: Person, site: Site, changes: Mapping[str, Any]) -> Done:
    """Changes what the register says of an account (EDITABLE); open to its owner and to those who keep the register.

    `record.closed` tells what is not everybody's to change: another owner is named by `custody.own`, in an act of its
    own.
    """
    from postorders.desk.custody import acts as custody

    found = record.locked(site)
    record.need_own(person, found, CLERKS)
    if unknown := set(changes) - set(EDITABLE):
        raise Refused(_("%s cannot be changed here.") % ", ".join(sorted(unknown)), _("Choose another field."))
    new = record.checked({name: value for name, value in changes.items() if value != getattr(found, name)})
    record.need_open(person, found, new)
    if {"purposes", "purpose"} & set(new):
        purposes = new.get("purposes", found.purposes)
        new["purposes"] = rules.purposes_of(purposes, new.get("purpose", found.purpose))
    if new.get("owner") is not None and found.owner is not None and not person.has((MACHINE,)):
        custody.own(person, found, new["owner"])
    for name, value in new.items():
        setattr(found, name, value)
    found.save()
    publish.changed(found, "changed")
    return record.done(found, changed=", ".join(sorted(new)) or "nothing")


@act("register.readdress", "{actor_name} gave site {site} a new address: {url} instead of {before}.", may=CLERKS)
def readdress(person: Person, site: Site, text: str) -> Done:
    """Records that an account has another address now, as after a renaming. Raises Refused when that is taken.

    What the directory answers about is changed by the Chief or a designee; the Chief is told in any case. What was
    seen of the page at the old address says nothing of the new one.
    """
    from postorders.desk.pages.settle import forget

    found, where = record.locked(site), rules.read(text)
    _need_readdress(person, found)
    record.alone(person.department)
    if where.key != found.key:
        record.need_free(where)
    before, moved = found.url, where.key != found.key
    record.place(found, where)
    found.save()
    if moved:
        forget(found)
    publish.changed(found, "changed", before)
    tell.tell_chief(found, person)
    return record.done(found, before=before)


def _need_readdress(person: Person, site: Site) -> None:
    if site.state in ("not-ours", "retired"):
        told = _("%s has come to its end: what is said of its address would be said of another one.") % site.name
        raise Refused(told, _("Enter the other address as an account of its own, or take this one up again."))
    if not directory.answered(site):
        record.need(person, CLERKS)
    elif not rules.acts_as(person, KEEPERS):
        raise Refused(_("The address of a listed account is changed by the Chief or a designee."), _("Ask them."))


@act("register.verify", "{actor_name} looked site {site} ({url}) over: it is ours and in order.", may=["anyone"])
def verify(person: Person, site: Site, words: str = "") -> Done:
    """A person's word that an account is ours and in order; it holds for the days of the local setting."""
    found = record.locked(site)
    record.need_own(person, found, LOOKERS)
    if found.state not in ("listed", "suspended"):
        raise Refused(_("Only what was listed is looked over again."), _("List it first."))
    record.looked_over(found, person)
    found.save()
    publish.changed(found, "verified")
    return record.done(found, words=words.strip(), until=str(found.revalidate_by))


@act("register.suspend", "{actor_name} suspended site {site} ({url}).", may=LOOKERS)
def suspend(person: Person, site: Site, reason: str) -> Done:
    """Takes an account off the list for the time being."""
    record.need(person, LOOKERS)
    return record.ended(person, site, "suspended", record.reason(reason))


@act("register.restore", "{actor_name} put site {site} ({url}) back on the list.", may=KEEPERS)
def restore(person: Person, site: Site) -> Done:
    """Ends a suspension; the permission behind the account must stand."""
    record.need(person, KEEPERS)
    found = record.locked(site)
    if found.state != "suspended":
        raise Refused(_("It is not suspended."), _("Open it again to see where it stands."))
    found.state, found.grant = Keeping.move(found.state, "listed"), record.leave(found, found.grant)
    found.ended, found.ended_reason = None, ""
    found.save()
    publish.changed(found, "listed")
    return record.done(found)


@act("register.revoke", "{actor_name} revoked the authorization of site {site} ({url}).", may=KEEPERS)
def revoke(person: Person, site: Site, reason: str = "") -> Done:
    """Ends the authorization of an account at once, and with it the permission that stands behind it alone."""
    from postorders.desk.permissions.acts import revoke as revoke_grant

    record.need(person, KEEPERS)
    words = reason.strip() or _("Revoked by the Chief or a designee.")
    done = record.ended(person, site, "revoked", words)
    grant = done.result.grant
    if grant is not None and grant.stands(today()) and not rules.stands_behind(grant, site):
        with suppress(Refused):  # who may not revoke the permission itself is told so on the page of the account
            revoke_grant(person, grant.request, words)
    return done


@act("register.retire", "{actor_name} retired site {site} ({url}).", may=LOOKERS)
def retire(person: Person, site: Site, reason: str) -> Done:
    """An account that is given up. It stays in the register, with all that was done."""
    record.need(person, LOOKERS)
    return record.ended(person, site, "retired", record.reason(reason))


@act("register.not-ours", "{actor_name} found that site {site} ({url}) is not the department's.", may=KEEPERS)
def not_ours(person: Person, site: Site, reason: str) -> Done:
    """An account that was entered and turns out to be somebody else's."""
    record.need(person, KEEPERS)
    return record.ended(person, site, "not-ours", record.reason(reason))


@act("register.reopen", "{actor_name} took site {site} ({url}) up again, to be verified.", may=LOOKERS)
def reopen(person: Person, site: Site, reason: str) -> Done:
    """Takes up an account that was revoked, retired or held to be another's; it is listed anew."""
    record.need(person, LOOKERS)
    found = record.locked(site)
    found.state = Keeping.move(found.state, "to-verify")
    found.ended, found.ended_reason, found.grant = None, "", None
    found.save()
    publish.changed(found, "changed")
    tell.tell_chief(found, person)
    return record.done(found, reason=record.reason(reason))


@act("register.recall", "Site {site} ({url}) has to be looked over by a person again.", may=[MACHINE])
def recall(person: Person, site: Site, why: str, key: str) -> Done:
    """Tells the owner and the Chief that a listed account has lost its footing: its permission, or a person's word."""
    for member in dict.fromkeys([*([site.owner] if site.owner else []), *rules.deciders()]):
        subject = lazy("%s needs a person's word again") % site.name
        notify(
            member,
            f"{site.about}:{key}",
            subject,
            why,
            lazy("you answer for this account or for the list"),
            tell.page(site),
        )
    return record.done(site, why=why)

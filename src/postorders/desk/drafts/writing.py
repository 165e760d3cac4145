"""What an author does with a draft: begins it, writes it, says where and when it goes, answers, gives it up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from postorders.desk.base.act import Done, Refused, act
from postorders.desk.base.person import MACHINE, Person
from postorders.desk.drafts import given, record, rights, said
from postorders.desk.drafts.models import Draft, Target, Version
from postorders.desk.drafts.states import Writing
from postorders.desk.register.models import Site
from postorders.desk.register.shown import instant

NOTHING: Mapping[str, str] = {}
TITLE, LINK, PLACE = 300, 2000, 500


@act("draft.begin", "{actor_name} began draft {draft} for {sites}.", may=["anyone"])
def begin(
    person: Person,
    text: str = "",
    title: str = "",
    link: str = "",
    language: str = "en",
    own: Mapping[str, str] = NOTHING,
    sites: Sequence[Site] = (),
    replies: Mapping[str, str] = NOTHING,
) -> Done:
    """Begins a draft. `own` are texts for single accounts and `replies` the places of posts that it answers, both by
    the account's id. Returns the Draft. Raises Refused for who may post nowhere."""
    rights.need_write(person)
    draft = Draft(number=record.next_number(), author_id=person.member, replies=_places(replies))
    draft.save()
    version = _version(person, draft, 1, text, title, link, language, own)
    named = _aimed(person, draft, sites)
    return record.done(draft, sites=record.listed(named), text_sha256=record.hashed(version.text))


@act("draft.write", "{actor_name} wrote version {version} of draft {draft}.", may=["anyone"])
def write(
    person: Person,
    draft: Draft,
    text: str,
    title: str = "",
    link: str = "",
    language: str = "en",
    own: Mapping[str, str] = NOTHING,
    after: int | None = None,
) -> Done:
    """Writes the next version; `after` is the number of the one that it was written from. What somebody had checked
    of the old words is to be checked again. Raises Refused, also when another version came between."""
    found = record.changeable(person, draft)
    if after is not None and after != found.version:
        raise Refused(
            _("Somebody wrote version %d meanwhile.") % found.version,
            _("Open the draft again and add your change to it."),
        )
    before = said.latest(found)
    version = _version(person, found, found.version + 1, text, title, link, language, own)
    if _words(before) == _words(version):
        raise Refused(_("Nothing is changed."), _("Write what is to be different."))
    found.version = version.number
    found.facts_by, found.facts_from, found.facts_at = None, "", None
    more = record.changed(found, f"version {version.number} was written")
    return record.done(found, text_sha256=record.hashed(version.text), **more)


@act("draft.aim", "{actor_name} set where draft {draft} goes: {sites}.", may=["anyone"])
def aim(person: Person, draft: Draft, sites: Sequence[Site]) -> Done:
    """Sets the accounts that a draft goes to, each one that the person may post on. Raises Refused."""
    found = record.changeable(person, draft)
    named = _aimed(person, found, sites)
    return record.done(found, sites=record.listed(named), **record.changed(found, "the accounts were changed"))


@act("draft.answer", "{actor_name} answered on draft {draft}: {answers}.", may=["anyone"])
def answer(person: Person, draft: Draft, answers: Mapping[str, str]) -> Done:
    """Answers facts that the judgment asked for (`yes`, `no`), and `duty` and `device`; "" takes an answer back."""
    found = record.changeable(person, draft)
    checked = given.checked(answers)
    found.given = {name: value for name, value in {**found.given, **checked}.items() if value}
    found.save()
    told = record.listed(f"{name}: {value or 'taken back'}" for name, value in sorted(checked.items()))
    return record.done(found, answers=told)


@act("draft.verify-facts", "{actor_name} checked the facts of draft {draft}, version {version}.", may=["anyone"])
def verify_facts(person: Person, draft: Draft, against: str) -> Done:
    """A named person's word that what the draft says is true, and what it was checked against."""
    found = record.locked(draft)
    if not (rights.may_change(person, found) or rights.role_of(person)):
        rights.need_change(person, found)
    _need_open(found)
    found.facts_from, found.facts_by_id, found.facts_at = record.reason(against), person.member, timezone.now()
    found.save()
    return record.done(found, against_sha256=record.hashed(found.facts_from))


@act("draft.schedule", "{actor_name} set when draft {draft} goes out: {time}.", may=["anyone"])
def schedule(person: Person, draft: Draft, time: datetime | None) -> Done:
    """Sets when a draft shall go out; None is at once. Raises Refused for a time that is over."""
    found = record.changeable(person, draft)
    if time is not None and timezone.is_naive(time):
        raise Refused(_("The time has no zone."), _("Give it with the department's zone."))
    if time is not None and time <= timezone.now():
        raise Refused(_("That time is over."), _("Choose a later one, or publish at once."))
    found.scheduled = time.replace(microsecond=0) if time else None
    more = record.changed(found, "the time was changed")
    return record.done(found, time=instant(found.scheduled) or "at once", **more)


@act("draft.drop", "{actor_name} gave draft {draft} up.", may=["anyone"])
def drop(person: Person, draft: Draft) -> Done:
    """Gives a draft up. It stays on the record, and can be taken up again."""
    found = record.changeable(person, draft)
    found.state = Writing.move(found.state, "dropped")
    found.save()
    found.approvals.filter(void="").update(void="the draft was given up", void_at=timezone.now())
    return record.done(found)


@act("draft.take-up", "{actor_name} took draft {draft} up again.", may=["anyone"])
def take_up(person: Person, draft: Draft) -> Done:
    """Takes a draft up again that was given up."""
    found = record.locked(draft)
    rights.need_change(person, found)
    if found.state != "dropped":
        raise Refused(_("It is %s.") % found.get_state_display().lower(), _("Open it again to see where it stands."))
    record.moved(found, "written")
    return record.done(found)


def _need_open(draft: Draft) -> None:
    if draft.state not in record.OPEN:
        raise Refused(_("It is %s.") % draft.get_state_display().lower(), _("Begin another draft."))


def _version(
    person: Person, draft: Draft, number: int, text: str, title: str, link: str, language: str, own: Mapping[str, str]
) -> Version:
    version = Version(draft=draft, number=number, by_id=person.member, link=_link(link))
    version.text, version.title = record.words(text), record.words(title.strip(), TITLE, lines=False)
    version.language = record.words(language.strip(), 10, lines=False)
    version.own = {_account(site): record.words(words) for site, words in own.items() if words.strip()}
    version.save()
    return version


def _places(replies: Mapping[str, str]) -> dict[str, str]:
    return {_account(site): record.words(place, PLACE, lines=False) for site, place in replies.items()}


def _account(site: object) -> str:
    """The id of an account, as text. Raises Refused for what is none."""
    try:
        return str(UUID(str(site)))
    except ValueError:
        raise Refused(_("There is no such account in the register."), _("Choose from the list.")) from None


def _words(version: Version) -> tuple[Any, ...]:
    return version.text, version.title, version.link, version.language, version.own


def _link(link: str) -> str:
    found = record.words(link.strip(), LINK, lines=False)
    try:
        parts = urlsplit(found)
        fine = not found or (parts.scheme in ("http", "https") and bool(parts.hostname))
    except ValueError:
        fine = False
    if not fine or " " in found:
        raise Refused(_("The link is no address of a page."), _("Begin it with https://."))
    return found


def _aimed(person: Person, draft: Draft, sites: Sequence[Site]) -> list[str]:
    """Sets the targets; an account that was there already may stay, whoever put it there."""
    wanted = {site.id: site for site in Site.objects.filter(id__in=[one.id for one in sites])}
    if len(wanted) < len({one.id for one in sites}):
        raise Refused(_("There is no such account in the register."), _("Choose from the list."))
    there = {row.site_id: row for row in Target.objects.filter(draft=draft)}
    for site in (one for one in wanted.values() if one.id not in there):
        if not person.has((MACHINE,)) and not rights.may_post(person, site):
            raise Refused(
                _("You may not post on %s.") % site.name, _("Ask its custodian or the Media Unit, or leave it out.")
            )
        Target(draft=draft, site=site).save()
    Target.objects.filter(draft=draft).exclude(site__in=list(wanted)).delete()
    return [site.name for site in said.sites(draft)]

"""What is done about official pages: looked at, attested, worded; and the pages of the website that link to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from postorders.archive.capture import Capture
from postorders.conformance.demand import LINK_BACK, Demand
from postorders.conformance.examine import Examiner
from postorders.desk.base.act import Done, Refused, act
from postorders.desk.base.person import ROLES, Person
from postorders.desk.pages import demanded, tell
from postorders.desk.pages.fresh import need_fresh, need_same
from postorders.desk.pages.ground import Ground, ground
from postorders.desk.pages.look import Seen
from postorders.desk.pages.models import Attestation, Kept, Standing, Website, Wording
from postorders.desk.pages.rights import DECIDERS, KEEPERS, WRITERS, may_withdraw, need, need_look
from postorders.desk.pages.settle import record, settle, summed
from postorders.desk.pages.standings import FOUND, NOT_FOUND, NOT_PRACTICAL, summary
from postorders.desk.pages.store import keep
from postorders.desk.pages.where import website_at
from postorders.desk.people.who import today
from postorders.desk.register.models import Site
from postorders.posts.page import Page
from postorders.signals.library import shipped

LONGEST = timedelta(days=366)
MOST_WORDS = 2000


@act(
    "pages.look",
    "{actor_name} had the page of site {site} looked at: {met} met, {missing} missing, {unknown} unknown.",
    may=["anyone"],
)
def look(person: Person, site: Site, seen: Seen) -> Done:
    """Keeps what a look found that a person asked for; the look itself was before, outside of any transaction."""
    need_look(person, site)
    need_same(site, seen)
    now, version, given = timezone.now(), demanded.version(), ground([site])
    standing = standing_of(site, now)
    done = settle(given, standing, seen, now)
    record(done, given, version, now, person)
    _finish(given, [done])
    standing.save()
    capture = done.check.capture.sha256 if done.check and done.check.capture else ""
    said = {"site": site.number, **standing.summary, "changed": done.drift, "capture": capture, "why": seen.why}
    return Done(done, site.about, said)


def standing_of(site: Site, now: datetime) -> Standing:
    """The standing of an account, locked; a new one where it was never looked at."""
    Site.objects.select_for_update(of=("self",)).get(id=site.id)  # of two first looks at once, one waits
    rows = Standing.objects.select_for_update(of=("self",)).select_related("check_made")
    found: Standing = rows.filter(site=site).first() or Standing(site=site, next_look=now)
    found.site = site
    return found


def _finish(given: Ground, done: Sequence[Any]) -> None:
    """Counts anew, and tells whom it concerns."""
    labels = {one.demand: one.label for one in given.ordered.demands}
    for one in done:
        summed(given, one.standing)
        tell.drifted(one, labels)
        tell.failing(one)


@act("pages.bring", "{actor_name} brought what the page of site {site} shows: {name}.", may=["anyone"])
def bring(person: Person, site: Site, capture: Capture) -> Done:
    """Keeps a saved page or a picture that a person brings. It proves nothing until somebody attests what it shows."""
    need_look(person, site)
    row = keep(replace(capture, url=site.url), "upload", site, person)
    return Done(row, site.about, {"site": site.number, "name": row.name, "kind": row.kind, "capture": row.sha256})


@act("pages.attest", "{actor_name} attested of site {site}: {says}; to be reviewed by {until}.", may=["anyone"])
def attest(
    person: Person, site: Site, verdicts: Mapping[str, str], capture: Kept, review_by: date, reason: str = ""
) -> Done:
    """A person's word on what a page shows (`found` or `not-found` by demand), with the capture that it goes by."""
    need_look(person, site)
    wanted = demanded.ordered().by_id
    Site.objects.select_for_update(of=("self",)).get(id=site.id)
    if not verdicts:
        raise Refused(_("Nothing is attested."), _("Say of one demand at least whether it is there."))
    if wrong := [name for name, verdict in verdicts.items() if name not in wanted or verdict not in (FOUND, NOT_FOUND)]:
        raise Refused(_("The policy demands no %s.") % ", ".join(wrong), _("Choose from the list."))
    if capture.site_id != site.id:
        raise Refused(_("That capture is of another account."), _("Bring one of this account's page."))
    need_fresh(site, capture)
    _review(review_by)
    for name, verdict in verdicts.items():
        _word(person, site, name, verdict, reason, review_by, capture)
    says = "; ".join(f"{name} {verdict}" for name, verdict in sorted(verdicts.items()))
    return _attested(site, {"says": says, "until": str(review_by), "capture": capture.sha256, "reason": reason.strip()})


@act(
    "pages.not-practical",
    "{actor_name} decided that {demand} is not practical on site {site}, until {until}: {reason}",
    may=DECIDERS,
)
def not_practical(person: Person, site: Site, demand: str, reason: str, review_by: date) -> Done:
    """The recorded reason why something is not practical on a page; only where the policy asks what is practical."""
    need(person, DECIDERS)
    wanted = demanded.ordered().by_id.get(demand)
    if wanted is None or not wanted.practical:
        raise Refused(
            _("The policy demands it without asking whether it is practical."), _("Mend the page, or adopt a change.")
        )
    if not reason.strip():
        raise Refused(_("What makes it impractical is not said."), _("Give the reason; it is the only proof."))
    _review(review_by)
    _word(person, site, demand, NOT_PRACTICAL, reason, review_by, None)
    clauses = ", ".join(wanted.clauses)
    said = {"demand": demand, "clauses": clauses, "until": str(review_by), "reason": reason.strip()}
    return _attested(site, said)


@act("pages.withdraw", "{actor_name} took back the word of {by} on {demand} of site {site}.", may=["anyone"])
def withdraw(person: Person, attestation: Attestation) -> Done:
    """Takes an attestation back: whoever gave it, the Chief or a designee. It stays on the record."""
    row = Attestation.objects.select_for_update(of=("self",)).select_related("site", "by").get(id=attestation.id)
    if not may_withdraw(person, row):
        raise Refused(_("This is the word of %s.") % row.by.name, _("Ask them, or the Chief."))
    if row.withdrawn:
        raise Refused(_("It was taken back already."), _("Open the account again to see where it stands."))
    row.withdrawn = timezone.now()
    row.save(update_fields=["withdrawn"])
    return _attested(row.site, {"demand": row.demand, "by": row.by.name})


def _word(
    person: Person, site: Site, demand: str, verdict: str, reason: str, review_by: date, capture: Kept | None
) -> None:
    role = next((str(name) for name in ROLES if name in person.roles and name in KEEPERS), "")
    row = Attestation(site=site, demand=demand, verdict=verdict, reason=reason.strip(), review_by=review_by)
    row.by_id, row.as_role, row.capture = person.member, role, capture
    row.save()


def _review(review_by: date) -> None:
    if not today() < review_by <= today() + LONGEST:
        raise Refused(_("It has to be looked at again within a year, and not today."), _("Choose a day."))


def _attested(site: Site, said: Mapping[str, Any]) -> Done:
    """Counts the account anew and tells the ledger."""
    standing = standing_of(site, timezone.now())
    standing.summary = summary(ground([site]).stands(site, standing))
    standing.save()
    return Done(standing, site.about, {"site": site.number, **said})


@act("pages.word", "{actor_name} set the department's words for {demand}, version {number}: {text}", may=WRITERS)
def word(person: Person, demand: str, text: str, since: date | None = None) -> Done:
    """Sets the department's own words for a demand, from a day on. Words that would not be found are refused."""
    need(person, WRITERS)
    wanted, words = demanded.ordered().by_id.get(demand), text.strip()
    if wanted is None or demand == LINK_BACK:
        raise Refused(_("The policy demands no such words."), _("Choose from the list."))
    if not words or len(words) > MOST_WORDS:
        raise Refused(_("The words are missing, or more than {count}.").format(count=MOST_WORDS), _("Shorten them."))
    need_seen(wanted, words)
    number = (Wording.objects.filter(demand=demand).aggregate(last=Max("number"))["last"] or 0) + 1
    row = Wording(demand=demand, number=number, text=words, since=since or today(), by_id=person.member)
    row.save()
    return Done(row, f"wording {demand}", {"demand": demand, "number": number, "text": words, "since": str(row.since)})


def need_seen(wanted: Demand, words: str) -> None:
    """Raises Refused, with a hint, for words in which what is demanded would not be seen."""
    given, websites = demanded.ordered(), demanded.watched()
    bare = Examiner([wanted], shipped(), demanded.hosts(given, websites), given.domains)
    found = bare.examine(Page((("text", words),)))
    if not any(one.verdict == FOUND for one in found):
        hint = _("Say it in plainer words, such as: {words}").format(words=wanted.suggests.strip())
        raise Refused(_("Nobody would see in these words: {label}.").format(label=wanted.label), hint)


@act("pages.add-website", "{actor_name} put {url} among the watched pages of the official website.", may=KEEPERS)
def add_website(person: Person, url: str, name: str) -> Done:
    """Watches a page of the official website for its links to the accounts."""
    need(person, KEEPERS)
    where = website_at(url)
    if Website.objects.filter(url=where, ended=None).exists():
        raise Refused(_("%s is watched already.") % where, _("Open the list."))
    row = Website(
        url=where, name=name.strip()[:200] or where[:200], added_by_id=person.member, next_look=timezone.now()
    )
    row.save()
    return Done(row, f"website {where}", {"url": where, "name": row.name})


@act("pages.end-website", "{actor_name} ended the watch on {url}.", may=KEEPERS)
def end_website(person: Person, website: Website) -> Done:
    """Stops watching a page of the official website."""
    need(person, KEEPERS)
    row = _locked(website)
    row.ended = timezone.now()
    row.save(update_fields=["ended"])
    return Done(row, f"website {row.url}", {"url": row.url})


@act("pages.look-website", "{actor_name} had {url} looked at: it links to {count} accounts.", may=KEEPERS)
def look_website(person: Person, website: Website, seen: Seen) -> Done:
    """Keeps what a look at a page of the website found that a person asked for."""
    need(person, KEEPERS)
    row, now = _locked(website), timezone.now()
    before = dict(row.links)
    settle_website(row, seen, now)
    if seen.capture is not None:
        row.capture = keep(seen.capture, "fetch", None, person)
    row.save()
    changed = sorted({key for key in {**before, **row.links} if before.get(key) != row.links.get(key)})
    Standing.objects.filter(site__key__in=changed).update(next_look=now)
    capture = row.capture.sha256 if seen.capture is not None else ""
    said = {"url": row.url, "count": len(row.links), "changed": changed[:100], "capture": capture, "why": seen.why}
    return Done(row, f"website {row.url}", said)


def settle_website(row: Website, seen: Seen, now: datetime) -> bool:
    """Moves a page of the website on, in memory; whether it links otherwise than before."""
    from postorders.desk.pages import plan

    row.why = seen.why
    row.failing = row.failing + 1 if seen.failed else 0
    row.next_look = plan.next_look(now, 0, row.failing, seen.wait)
    if seen.why:
        return False
    before, row.links, row.seen = row.links, dict(seen.links), now
    return bool(before != row.links)


def _locked(website: Website) -> Website:
    row: Website | None = Website.objects.select_for_update().filter(id=website.id, ended=None).first()
    if row is None:
        raise Refused(_("This page is not watched any more."), _("Open the list."))
    return row

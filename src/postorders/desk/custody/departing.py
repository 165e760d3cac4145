"""What is done when somebody who could open an account leaves or moves: a checklist opens, and its steps are taken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from postorders.archive.capture import Capture
from postorders.desk.base.act import Done, Refused, act
from postorders.desk.base.person import MACHINE, Person, machine
from postorders.desk.custody import acts, steps, tell
from postorders.desk.custody.models import Departure, Holding, Step
from postorders.desk.custody.rights import DECIDERS, need_decide, need_step
from postorders.desk.custody.secret import refuse_secret
from postorders.desk.custody.spans import Pen, overlaps
from postorders.desk.custody.states import Handing
from postorders.desk.custody.steps import Item
from postorders.desk.custody.who import known_at, serving
from postorders.desk.pages.store import keep
from postorders.desk.people.models import Member
from postorders.desk.people.who import today
from postorders.desk.permissions.local import setting
from postorders.desk.policy.force import bare_policy, versions_in_force
from postorders.desk.policy.models import Version
from postorders.desk.register.models import Site
from postorders.desk.register.states import HELD

LOCAL = "local practice"
STAYS = "the member stays"
GIVEN_UP = "the account is given up"
MOVED_FIRST = {("transferred", "separated"), ("both", "separated")}


@dataclass(frozen=True, slots=True)
class Given:
    """What a step brings besides words: the next first custodian and owner, the new name and address, evidence."""

    custodian: Member | None = None
    owner: Member | None = None
    name: str = ""
    address: str = ""
    evidence: Capture | None = None


NOTHING = Given()


def order() -> tuple[str, Version | None]:
    """The clause in force that keeps accounts when their keepers leave, and its version; "" where no policy has one."""
    for version in versions_in_force():
        for clause in bare_policy(version).ordering("keep-control"):
            return clause.clause, version
    return "", None


@act(
    "custody.open",
    "Site {site} is at risk: {member} ({held_as}) is {cause} as of {on}. Safe by {due}, under {under}.",
    may=[MACHINE],
)
def open_departure(person: Person, site: Site, member: Member, cause: str, on: date, held_as: Sequence[str]) -> Done:
    """Opens the checklist of an account, or dates one anew that is open already; tells those who keep the account."""
    found = acts.locked(site)
    clause, version = order()
    one = Departure.objects.filter(site=found, member=member, state="open").first()
    one = one or Departure(site=found, member=member, clause=clause, policy_version=version)
    one.cause, one.on, one.told = "both" if (one.cause, cause) in MOVED_FIRST else cause, on, 0
    one.held_as = [name for name in steps.AS if name in {*held_as, *one.held_as}]
    one.due = on + timedelta(days=setting("departure_days"))
    one.save()
    tell.opened(one)
    return _done(one, cause=cause, on=str(on), due=str(one.due), held_as=", ".join(one.held_as), **_under(one))


@act("custody.void", "The departure of {member} from site {site} is void: {why}.", may=[MACHINE])
def void(person: Person, departure: Departure, why: str = STAYS) -> Done:
    """Closes a checklist whose reason is gone. Holdings that ended meanwhile stay ended."""
    found = locked(departure)
    _close(found, person, "void")
    return _done(found, why=why)


def given_up(site: Site) -> int:
    """Closes the checklists of an account that is in nobody's keeping any more (retired, or not ours); says how many.

    Called inside the act that gave the account up, which has locked it, or by the daily task.
    """
    rows = Departure.objects.filter(site=site, state="open").exclude(site__state__in=HELD).select_related("site")
    found = list(rows)
    for one in found:
        void(machine(), one, GIVEN_UP)
    return len(found)


@act("custody.take-step", "{actor_name} recorded for site {site} that {member} leaves: {step}.", may=["anyone"])
def take_step(person: Person, departure: Departure, step: str, words: str, given: Given = NOTHING) -> Done:
    """Records a step as taken, in words that say who did it and how. Raises Refused when something that it needs is not
    there: another custodian, evidence, the account under another name.
    """
    found, item = _open(person, departure, step)
    said = _words(words, _("Say who did it and how."))
    if item.evidence and given.evidence is None:
        raise Refused(
            _("This step needs evidence."), _("Bring a picture or a saved page of the list of administrators.")
        )
    if item.name == "new-custodian":
        _handed_over(person, found, given)
    if item.name == "renamed":
        _renamed(person, found, given)
    kept = keep(given.evidence, "upload", found.site, person) if given.evidence else None
    row = Step(departure=found, name=item.name, by_id=person.member, words=said, evidence=kept)
    row.save()
    proof = {"evidence_sha256": kept.sha256} if kept else {}
    if item.name == "renamed":
        proof["name_now"] = found.site.name
    return _done(found, row, said, step=item.name, **proof)


@act("custody.waive-step", "{actor_name} recorded for site {site} that {step} does not apply.", may=DECIDERS)
def waive_step(person: Person, departure: Departure, step: str, reason: str) -> Done:
    """Records that a step does not apply here, and why."""
    need_decide(person)
    found, item = _open(person, departure, step)
    said = _words(reason, _("Write why it does not apply; it stays with the account."))
    row = Step(departure=found, name=item.name, by_id=person.member, words=said, waived=True)
    row.save()
    return _done(found, row, said, step=item.name)


@act("custody.make-safe", "{actor_name} made site {site} safe after {member} left its keys.", may=["anyone"])
def make_safe(person: Person, departure: Departure) -> Done:
    """Closes a checklist whose every step is taken, and ends what the member still holds of the account today.

    Raises Refused naming the steps that are missing, or when the account is not in other hands, whatever its steps say.
    """
    found = locked(departure)
    need_step(person, found)
    Handing.move(found.state, "safe")
    if left := steps.missing(found):
        what = _("%(account)s is not safe yet. Missing: %(steps)s.")
        named = "; ".join(str(item.label) for item in left)
        raise Refused(what % {"account": found.site.name, "steps": named}, _("Take these steps first."))
    ended = _end_holdings(person, found)
    if found.site.state in HELD:
        _need_others(found)
    _close(found, person, "safe")
    tell.safe(found)
    return _done(found, ended=ended, **_under(found))


@act("custody.stay", "{actor_name} decided that {member} keeps the keys of site {site} after moving.", may=DECIDERS)
def stay(person: Person, departure: Departure, reason: str) -> Done:
    """Ends the departure of a member who only moved and keeps the keys. Raises Refused for one who leaves."""
    need_decide(person)
    found = locked(departure)
    if found.member_id == person.member:
        need_step(person, found)
    if found.cause != "transferred":
        raise Refused(_("Who leaves the department keeps no keys."), _("Take the steps that are missing."))
    said = _words(reason, _("Write why the keys stay."))
    _close(found, person, "void")
    Step(departure=found, name="stays", by_id=person.member, words=said).save()
    return _done(found, words=said)


@act(
    "custody.escalate",
    "Site {site} is not safe since {due}, {days} days after it should be; {to} were told.",
    may=[MACHINE],
)
def escalate(person: Person, departure: Departure, stage: int) -> Done:
    """Tells the Chief and the administrators that a checklist is overdue: once for each stage."""
    found = locked(departure)
    if found.state != "open" or found.told >= stage:
        raise Refused(_("This was told already."), _("Open the departure to see where it stands."))
    found.told = stage
    found.save(update_fields=["told"])
    who = tell.overdue(found, stage)
    to = ", ".join(sorted(member.name for member in who)) or "nobody"
    return _done(found, due=str(found.due), days=(today() - found.due).days, to=to)


def locked(departure: Departure) -> Departure:
    """The departure, held until the act ends, its account before it. Raises Refused when there is none such."""
    acts.locked(departure.site)
    rows = Departure.objects.select_for_update(of=("self",)).select_related("site", "member", "policy_version")
    found: Departure | None = rows.filter(id=departure.id).first()
    if found is None:
        raise Refused(_("There is no such departure here."), _("Look it up in the list."))
    return found


def _open(person: Person, departure: Departure, step: str) -> tuple[Departure, Item]:
    """The departure, held, and the step, which is not taken yet. Raises Refused."""
    found = locked(departure)
    need_step(person, found)
    if found.state != "open":
        Handing.move(found.state, found.state)
    item = next((one for one in steps.needed(found) if one.name == step), None)
    if item is None:
        raise Refused(_("This departure asks for no such step."), _("Choose one from the list."))
    if taken := found.steps.filter(name=step).select_related("by").first():
        raise Refused(_("%s has recorded this step already.") % taken.by.name, _("Open the departure again."))
    return found, item


def _handed_over(person: Person, departure: Departure, given: Given) -> None:
    """Names the next first custodian, and owner, and looks that both are others than who leaves. Raises Refused."""
    site = departure.site
    if given.custodian is not None:
        acts.name(person, site, given.custodian, first=True)
    if given.owner is not None:
        acts.own(person, site, given.owner)
    site.refresh_from_db()
    _need_others(departure)


def _need_others(departure: Departure) -> None:
    """Raises Refused when who leaves is the owner, or the only one who answers for the keys."""
    site, day = departure.site, max(today(), departure.on)
    others = [row for row in serving(site, day) if row.member_id != departure.member_id]
    if "custodian" in departure.held_as and not any(row.first for row in others):
        raise Refused(_("Nobody else is the first custodian yet."), _("Name who answers for the keys from now on."))
    if site.owner_id == departure.member_id:
        raise Refused(_("Who leaves is still the owner."), _("Name another member who answers for the account."))


def _renamed(person: Person, departure: Departure, given: Given) -> None:
    """Enters the new name, where the old one is gone, and a new address by the register's own act. Raises Refused.

    Whoever may take the step may enter the name, also of an account on the public list; the address is the register's.
    """
    from postorders.desk.custody.risk import carries
    from postorders.desk.register import publish, record
    from postorders.desk.register.acts import readdress

    site, who = departure.site, departure.member
    if not given.name.strip() or carries(given.name, who.name):
        raise Refused(_("The account needs a name that is not the person's."), _("Enter the new name."))
    if given.address.strip():  # first: it may lock more than the account, and what it publishes locks the ledger
        readdress(person, site, given.address.strip())
        site.refresh_from_db()
    site.name, site.named_for = record.checked({"name": " ".join(given.name.split())})["name"], ""
    site.save(update_fields=["name", "named_for", "updated"])
    publish.changed(site, "changed")


def _end_holdings(person: Person, departure: Departure) -> int:
    """Ends what the member holds from now on, and says how many lines that were."""
    day, site = today(), departure.site
    rows = Holding.objects.filter(known_at(None), site=site, member=departure.member).exclude(until__lte=day)
    pen, found = Pen(person, timezone.now(), _("Left the keys of this account")), list(rows)
    for row in found:
        if overlaps(row, day, day):
            acts.close(pen, site, row, day)
        else:
            pen.strike(row)
    return len(found)


def _close(departure: Departure, person: Person, state: str) -> None:
    departure.state = Handing.move(departure.state, state)
    departure.ended, departure.ended_by_id = timezone.now(), person.member
    departure.save(update_fields=["state", "ended", "ended_by"])


def _words(text: str, mend: str) -> str:
    words = text.strip()
    if not words:
        raise Refused(_("Nothing is said of it."), mend)
    refuse_secret(words)
    return words


def _under(one: Departure) -> dict[str, str]:
    """What orders it, as the ledger keeps it: the clause and the hash of its version."""
    return {"under": one.clause or LOCAL, "policy_hash": one.policy_version.hash if one.policy_version else ""}


def _done(one: Departure, result: Any = None, words: str = "", **fields: Any) -> Done:
    """The end of an act on a departure. `words` go into the ledger as a SHA-256: free text stays with the account."""
    said = {"site": one.site.number, "name": one.site.name, "member": one.member.name, "number": one.member.number}
    digest = {"words_sha256": sha256(words.encode()).hexdigest()} if words else {}
    return Done(one if result is None else result, one.about, {**said, **digest, **fields})

"""The single questions of the gate: each finds what bars a draft, and says how it is cured and by whom."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from postorders.capability import capability
from postorders.desk.drafts import files, manifest, said, style
from postorders.desk.drafts.barred import Aimed, Bar, Looking
from postorders.desk.drafts.filing import UNREAD
from postorders.desk.drafts.judged import Judged
from postorders.desk.drafts.models import Approval, Draft
from postorders.desk.drafts.record import OPEN
from postorders.desk.drafts.rights import may_post
from postorders.desk.pages.ground import Ground, ground
from postorders.desk.pages.look import source
from postorders.desk.pages.models import Standing
from postorders.desk.pages.standings import Stand
from postorders.desk.permissions.local import setting
from postorders.desk.register import rules
from postorders.desk.register.models import Site
from postorders.judge.judgment import Flag
from postorders.platforms.publisher import publishers
from postorders.policy.policy import Policy
from postorders.signals.detect import MAX_WORDS
from postorders.signals.language import unread

GATE = capability("release-gate", "The gate between an official draft and its publication.")
FACTS = capability("facts-checked", "A named person who checked what an official post says, and against what.")
IDENTIFIES = "identification-line"


def of_draft(given: Looking, seal: str) -> Iterator[Bar]:
    """What bars the draft on every account."""
    if given.draft.state not in OPEN:
        yield Bar("state", _("It is %s.") % given.draft.get_state_display().lower(), _("Begin another draft."))
    if not given.sites:
        yield Bar("empty", _("It goes nowhere."), _("Choose its accounts."), _author())
    if not given.policies:
        yield Bar("policy", _("No policy is in force."), _("The policy manager adopts one."), _("policy manager"))
    if given.draft.facts_by_id is None and FACTS.on:
        yield _unchecked(given)
    yield from _of_files(given)
    yield from _of_approval(given, seal)


def _unchecked(given: Looking) -> Bar:
    """Nobody stands for the facts: under the clauses that want posts to be true, else as a rule of the desk."""
    wants = (
        clause.clause for _version, policy in given.policies for clause in policy.clauses if FACTS.id in clause.done_by
    )  # fmt: skip
    cure = _("Somebody checks what it says, and notes against what.")
    return Bar("facts", _("Nobody stands for its facts."), cure, _author(), ", ".join(dict.fromkeys(wants)))


def _of_files(given: Looking) -> Iterator[Bar]:
    for one in given.files:
        if one.kind in ("photo", "video") and not one.alt.strip():
            cure = _("Say in a sentence what it shows, for those who cannot see it.")
            yield Bar("alt", _("%s is not described.") % one.name, cure, _author())
        if files.unexamined(one) and not one.vouched.strip():
            cure = _("Look at all of it, then give your word for it.")
            yield Bar("file", _("No machine has looked into %s.") % one.name, cure, _author())


def _of_approval(given: Looking, seal: str) -> Iterator[Bar]:
    if given.emergency:
        return
    draft, levels = given.draft, int(setting("approval_levels"))
    void = draft.approvals.exclude(digest=seal, void="").select_related("by").last()
    begun = void is not None or bool(draft.returned) or draft.state in ("waiting", "approved")
    needed = max(levels, int(begun))
    writers = {draft.author_id, given.version.by_id}
    stood = {one.by_id for one in manifest.standing(draft, seal) if one.by_id not in writers}
    if len(stood) >= needed:
        return
    what = ngettext(
        "One approval is asked for; none stands yet.",
        "%(needed)d approvals are asked for; so far %(have)d.", needed,
    ) % {"have": len(stood), "needed": needed}  # fmt: skip
    said_ = [what, _("The department set this.") if needed == levels else "", _unapproved(draft, void, seal)]
    cure = (
        _("It waits for an approver.") if draft.state == "waiting" else _("Ask for approval of what would go out now.")
    )
    yield Bar("approval", " ".join(one for one in said_ if one), cure, _("another person than its writers"))


def _unapproved(draft: Draft, void: Approval | None, seal: str) -> str:
    """Why what was said of it before does not count."""
    if void is not None and void.digest != seal:
        return _("What %s approved is not what would go out now.") % void.by.name
    if draft.returned:
        return _("It was sent back, and nobody has approved it since.")
    return _("The approval of %s is void.") % void.by.name if void is not None else ""


def of_account(given: Looking, aimed: Iterable[Aimed]) -> Iterator[Aimed]:
    """Each account with what bars the draft there."""
    every = list(aimed)
    shown = ground(list(given.sites))
    standings = Standing.objects.filter(site__in=[one.id for one in given.sites]).select_related("check_made", "site")
    by_site = {one.site_id: one for one in standings}
    for one in every:
        standing = by_site.get(one.site.id)
        stand = _identification(shown, one, standing)
        bars = [*_of_words(given, one), *_of_style(given, one), *_of_site(given, one)]
        bars += [*_of_page(given, one, stand, standing), *_of_platform(given, one)]
        yield replace(one, bars=tuple(bars), notes=tuple(_notes(given, one, stand)))


def _of_words(given: Looking, one: Aimed) -> Iterator[Bar]:
    for each in one.judged:
        yield from _of_judgment(each)
    why = unreadable(one)
    seal = said.said_hash(one.post)
    stood = any(row.concept == UNREAD and not row.clause and row.text_sha256 == seal for row in given.overrides)
    if why and not stood:
        cure = _("Somebody who reads it gives a word for it.")
        yield Bar("unread", _("The text could not be checked: %s") % why, cure, _author())


def unreadable(one: Aimed) -> str:
    """Why no pattern speaks to some of the words, "" when they speak to all."""
    for _field, words in one.post.passages():
        if len(words) > MAX_WORDS:
            return _("It has more than %d characters.") % MAX_WORDS
        if why := unread(words, one.post.language):
            return why
    return ""


def _of_judgment(each: Judged) -> Iterator[Bar]:
    for flag in each.left.flags:
        if flag.effect in ("hold", "ask"):
            yield _flagged(each.policy, flag)
    for asked in each.left.questions:
        clause, cure = ", ".join(asked.clauses), _("Answer it: %s.") % asked.fact
        yield Bar("fact", asked.asks, cure, _author(), clause, concept=asked.fact, policy=each.policy.id)
    yield from _unseen(each)


def _unseen(each: Judged) -> Iterator[Bar]:
    """What nobody saw of the media, beside what the judgment asks: a stronger flag keeps it from asking all."""
    asked = {one.fact for one in each.left.questions}
    basis = each.left.basis
    questions = {one.fact: one.asks for one in basis.sightings.questions} if basis else {}
    for one in each.left.unchecked:
        if not one.what.startswith("media["):
            continue
        open_ = [fact for fact in questions if re.search(rf"(?<![\w-]){re.escape(fact)}(?![\w-])", one.why)]
        for fact in (fact for fact in open_ if fact not in asked):
            asked.add(fact)
            cure = _("Answer it: %s.") % fact
            yield Bar("fact", questions[fact], cure, _author(), concept=fact, policy=each.policy.id)
        if not open_:
            cure = _("Add the words inside it, written or spoken.")
            yield Bar("fact", f"{one.what}: {one.why}", cure, _author(), policy=each.policy.id)


def _flagged(policy: Policy, flag: Flag) -> Bar:
    words = tuple(span.text for span in flag.spans)
    device = any(one.name == "device" for one in flag.conditions) and not flag.concept
    approvers = flag.lifted_by["approvers"] if isinstance(flag.lifted_by, dict) else []
    kind = "device" if device else "leave" if approvers else "hold"
    mistaken = "" if not flag.concept else _("who stands for a post (an approver), if the flag is mistaken")
    who = "; ".join(one for one in (", ".join(approvers), mistaken) if one) or _("nobody, as it is")
    shown = ", ".join(f"“{one}”" for one in words)
    what = f"{flag.label}: {shown}" if shown else flag.label if device else f"{flag.label}. {flag.why}"
    return Bar(
        kind, what, flag.remedy, who, flag.clause, above(policy, flag.clause), flag.concept, words, policy.id
    )  # fmt: skip


def above(policy: Policy, clause: str) -> str:
    """The clause of the gate that another one is an item of, with its label; "" for none."""
    heads = [
        one for one in policy.clauses
        if GATE.id in one.done_by and clause.startswith((f"{one.clause}.", f"{one.clause}#"))
    ]  # fmt: skip
    best = max(heads, key=lambda one: len(one.clause), default=None)
    return f"{best.clause} {best.label}" if best else ""


def _of_style(given: Looking, one: Aimed) -> Iterator[Bar]:
    guide = style.guide_on(given.on)
    if guide is None:
        return
    for _version, policy in given.policies:
        for clause in style.ordered_by(policy):
            for missed in style.lint(one.saying.text, guide.rules):
                cure = _("Mend the text; the guidelines are version %d.") % guide.number
                what = f"{missed.says} {missed.found}"
                yield Bar("style", what, cure, _author(), clause.clause, above(policy, clause.clause), policy=policy.id)


def _of_site(given: Looking, one: Aimed) -> Iterator[Bar]:
    if one.site.state != "listed":
        what = _("%(name)s is not on the list: %(state)s.")
        state = one.site.get_state_display().lower()
        cure = _("Leave it out, or have it listed.")
        yield Bar(
            "listed", what % {"name": one.site.name, "state": state}, cure, _("the Chief or a designee"),
            rules.cited("keep-list") or rules.cited("authorize-site"),
        )  # fmt: skip
    if not may_post(given.person, one.site, given.on):
        what = _("%(person)s may not post on %(site)s.") % {"person": given.person.name, "site": one.site.name}
        cure = _("Somebody who may publishes it, or leave is asked for.")
        yield Bar("poster", what, cure, _("its custodians, the Media Unit"), _posting(given))


def _of_page(given: Looking, one: Aimed, stand: Stand | None, standing: Standing | None) -> Iterator[Bar]:
    """What the page lacks that tells who posts there. One that the desk could look at at once, and never has, bars it
    too; where only a person can look, or the page cannot be read now, it is told as not checked and bars nothing: a
    road is closed before somebody has brought a picture of a page."""
    clause = ", ".join(stand.demand.clauses) if stand else ""
    if stand is not None and stand.state == "missing":
        cure = _("Put it on the page and have it looked at, or ask for leave not to.")
        yield Bar("identification", f"{stand.demand.label}: {stand.says}", cure, _keeper(), clause)
    elif stand is not None and stand.state == "unknown" and not given.emergency and _unlooked(one.site, standing):
        cure = _("Have it looked at now; the desk does that at once.")
        yield Bar("unseen", f"{stand.demand.label}: {stand.says}", cure, _keeper(), clause)


def _unlooked(site: Site, standing: Standing | None) -> bool:
    """Whether the desk can look at a page, and has not tried to."""
    tried = standing is not None and (standing.check_made_id is not None or bool(standing.why))
    return not tried and source(site).how != "person"


def _keeper() -> str:
    return _("who keeps the page")


def _posting(given: Looking) -> str:
    """The clauses under which leave to post is given."""
    kinds = (kind for _version, policy in given.policies for kind in policy.kinds_giving("poster"))
    return ", ".join(dict.fromkeys(kind.clause for kind in kinds))


def _of_platform(given: Looking, one: Aimed) -> Iterator[Bar]:
    if one.rendering is None:
        cure = _("Leave it out; post there as before.")
        yield Bar("platform", _("This desk cannot publish on %s.") % one.site.name, cure, _author())
        return
    for lack in one.rendering.lacks:
        yield Bar("rendering", lack.what, lack.mend, _author())
    by_hand = publishers()[one.site.platform].can.by_hand
    if given.connected and not by_hand and (why := given.connected(one.site)):
        yield Bar("connection", why, _("Connect the account."), _("its custodians, the Media Unit"))


def _identification(shown: Ground, one: Aimed, standing: Standing | None) -> Stand | None:
    """How the demand that posters name themselves stands on the page; None where nothing demands it."""
    found = shown.stands(one.site, standing)
    return next((stand for stand in found if stand.demand.demand == IDENTIFIES), None)


def _notes(given: Looking, one: Aimed, stand: Stand | None) -> Iterator[str]:
    """What is told beside the bars: advice is the judgment's own, and stands there."""
    yield from one.rendering.notes if one.rendering else ()
    if stand is not None and stand.state == "unknown":
        yield _("Not checked: %(what)s. %(why)s") % {"what": stand.demand.label, "why": stand.says}
    for each in one.judged:
        yield from (f"{un.what}: {un.why}" for un in each.left.unchecked if un.what == "text")
    guide = style.guide_on(given.on)
    if guide and not any(style.ordered_by(policy) for _version, policy in given.policies):
        yield from (f"{missed.says} {missed.found}" for missed in style.lint(one.saying.text, guide.rules))


def _author() -> str:
    return _("its author")

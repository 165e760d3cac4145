"""What the policies in force say of a draft on one account, and what is left of it once mistakes are set aside."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import Q

from postorders.desk.base import scope
from postorders.desk.base.person import Person
from postorders.desk.custody.who import covers
from postorders.desk.drafts import given
from postorders.desk.drafts.models import Draft, Overridden
from postorders.desk.people.models import Department, Member
from postorders.desk.permissions.leave import as_permission, standing, text_hash
from postorders.desk.permissions.models import Grant
from postorders.desk.policy.force import policy_of, versions_in_force
from postorders.desk.policy.models import Version
from postorders.desk.register.models import Site
from postorders.judge.judge import judge
from postorders.judge.judgment import OUTCOMES, Flag, Judgment
from postorders.policy.policy import Policy
from postorders.posts.context import Context
from postorders.posts.permission import Permission
from postorders.posts.post import Post
from postorders.screening.checker import Checker
from postorders.signals.learned.reading import installed
from postorders.signals.own import concepts_of

_BOUND = frozenset({"post", "text_sha256"})
_MOST = 32
_checkers: dict[tuple[str, ...], Checker] = {}


@dataclass(frozen=True, slots=True)
class Judged:
    """One policy's judgment of a post: the version in force, the judgment as it is kept, and `left`, the same less the
    flags that named persons called mistaken (the judgment itself where none did)."""

    version: Version
    policy: Policy
    judgment: Judgment
    left: Judgment

    @property
    def rank(self) -> int:
        """How strong its outcome is."""
        return OUTCOMES.index(self.judgment.outcome)


def day_of(moment: datetime) -> date:
    """The day of a moment in the department's zone."""
    zone = Department.objects.values_list("timezone", flat=True).get(id=scope.current())
    return moment.astimezone(ZoneInfo(zone)).date()


def checker(version: Version, policy: Policy) -> Checker:
    """The checker of a version with its readings, kept for the next draft."""
    key = (str(version.id), version.hash, policy.readings_hash)
    found = _checkers.get(key)
    if found is None:
        while len(_checkers) >= _MOST:
            _checkers.pop(next(iter(_checkers)), None)
        found = _checkers[key] = Checker(policy, concepts_of(policy), installed())
    return found


def in_force(day: date) -> list[tuple[Version, Policy]]:
    """Every policy in force on a day, with its readings as they stand then."""
    return [(version, policy_of(version, day)) for version in versions_in_force(day)]


def context(draft: Draft, person: Person, moment: str, device: str, duty: str) -> Context:
    """What is known of the poster and the moment, without permissions."""
    sort = Member.objects.values_list("member_class", flat=True).filter(id=person.member).first()
    return Context(
        moment, duty, device, sort or "", tuple(sorted(person.roles - {"member"})), person.number, given.facts_of(draft)
    )


def leave(person: Person, site: Site, post: Post, day: date) -> tuple[Permission, ...]:
    """The permissions that speak for a post: the poster's own for this account, and any member's for this very item.

    One for an item is bound to its words. Where files go with them it must name the item, whose name changes with any
    file (`said.item`): a permission for words is none for pictures that were chosen later.
    """
    found = []
    if person.member is not None:
        member = Member.objects.get(id=person.member)
        found = [one for one in standing(member, day) if not _BOUND & set(one.scope) and covers(one, site)]
    named = Q(scope__post=post.id)
    if not post.media:
        named |= Q(scope__text_sha256=text_hash(post.text))
    rows = Grant.objects.filter(named, starts__lte=day).select_related("by", "delegation__by", "request")
    found += [one for one in rows if one.stands(day) and covers(one, site)]
    return tuple(_here(as_permission(one), site) for one in found)


def _here(one: Permission, site: Site) -> Permission:
    """A permission that covers the account, narrowed to it as the judge reads that."""
    scope_ = tuple((name, site.platform if name == "site" else value) for name, value in one.scope)
    return replace(one, scope=scope_)


def judged(
    post: Post, known: Context, policies: Iterable[tuple[Version, Policy]], day: date, mistaken: Sequence[Overridden]
) -> tuple[Judged, ...]:
    """What each policy says of a post, and what is left of that; `mistaken` are overrides of this very text."""
    found = []
    for version, policy in policies:
        by = checker(version, policy)
        seen = by.sight(post, known)
        whole = judge(post, seen, by.policy, known, str(day))
        gone = {(flag.clause, flag.concept) for flag in whole.flags if any(same(one, flag) for one in mistaken)}
        left = judge(post, seen, _without(by.policy, gone), known, str(day)) if gone else whole
        found.append(Judged(version, by.policy, whole, left))
    return tuple(found)


def _without(policy: Policy, gone: set[tuple[str, str]]) -> Policy:
    """The policy as it reads where some of its clauses do not look for some concepts: what a fact would change is then
    asked, which a hold above it had made needless."""
    clauses = tuple(
        replace(one, looks_for=tuple(name for name in one.looks_for if (one.clause, name) not in gone))
        for one in policy.clauses
    )
    return replace(policy, clauses=clauses)


def same(one: Overridden, flag: Flag) -> bool:
    """Whether an override is of this flag: clause, concept and matched words."""
    return (one.clause, one.concept, one.flag.get("words")) == (flag.clause, flag.concept, words_of(flag))


def words_of(flag: Flag) -> list[str]:
    """The words that a flag matched, in order."""
    return [span.text for span in flag.spans]

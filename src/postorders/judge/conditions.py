"""Conditions: flat maps of attribute to allowed values, each held, not held, or unknown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from postorders.judge.judgment import Condition, Held
from postorders.policy.policy import Party
from postorders.policy.vocabulary import Conditions
from postorders.posts.context import Context
from postorders.posts.post import Post

Situation = Mapping[str, tuple[str, ...]]


def situation(post: Post, context: Context) -> Situation:
    """Every attribute that is known of a post and its context; what nobody said is absent."""
    known: dict[str, tuple[str, ...]] = {
        "account": (post.account,),
        "third-party": ("yes" if post.third_party else "no",),
        "moment": (context.moment,),
    }
    for name, value in (("duty", context.duty), ("device", context.device), ("class", context.member_class)):
        if value:
            known[name] = (value,)
    if context.roles:
        known["role"] = context.roles
    known.update({fact: (answer,) for fact, answer in context.facts.items()})
    return known


def weigh(when: Conditions, known: Situation) -> tuple[Condition, ...]:
    """Each condition of `when` against what is known."""
    return tuple(_condition(name, wants, known.get(name, ())) for name, wants in when.items())


def weigh_parties(binds: Iterable[str], who: Mapping[str, Party], known: Situation) -> tuple[Condition, ...]:
    """The conditions of the parties that a clause binds: those of the one party that fits best."""
    best: tuple[Condition, ...] | None = None
    for name in binds:
        conditions = weigh(who[name].when, known) if who[name].posts else ()
        if best is None or _rank(conditions) > _rank(best):
            best = conditions
    return best or ()


def verdict(conditions: Iterable[Condition]) -> Held:
    """Held when all are; not held when any is not; else unknown."""
    results = {condition.result for condition in conditions}
    return "not held" if "not held" in results else "unknown" if "unknown" in results else "held"


def holds(when: Conditions, known: Situation) -> bool:
    """Whether every condition is known to hold."""
    return verdict(weigh(when, known)) == "held"


def _condition(name: str, wants: tuple[str, ...], values: tuple[str, ...]) -> Condition:
    result: Held = "unknown" if not values else "held" if set(wants) & set(values) else "not held"
    return Condition(name, wants, ", ".join(values), result)


def _rank(conditions: tuple[Condition, ...]) -> int:
    return ("not held", "unknown", "held").index(verdict(conditions))

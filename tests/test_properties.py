"""What holds for every text, every context and every permission, whatever they are."""

from __future__ import annotations

import string
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from tests.cast import TODAY, leave

from postorders.judge.judgment import OUTCOMES
from postorders.known import known
from postorders.plain import canonical, from_plain, to_plain
from postorders.policy.library import TEMPLATES, read
from postorders.policy.policy import Policy
from postorders.posts.context import Context
from postorders.posts.permission import FORMS, Delegation, Permission
from postorders.posts.post import MEDIA_KINDS, Media, Post
from postorders.screening.checker import Checker
from postorders.signals.library import shipped
from postorders.signals.load import concept_files, load_concepts
from postorders.signals.normalize import readings

usual = settings(
    max_examples=60, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)
FACTS = sorted(concept.concept for concept in shipped() if concept.group == "fact")
PIECES = [text for concept in load_concepts(concept_files()) for text in concept.examples.sees]
DISGUISES = ["\u200b", "\u0301", "\u202e", "е", "0", "@", ".", " ", "\n", "“", "🚓", "\ud7ff", "ﷺ", "ß"]

texts = some.one_of(
    some.text(max_size=200),
    some.text(string.printable, max_size=200),
    some.lists(some.sampled_from([*PIECES, *DISGUISES]), max_size=6).map("".join),
    some.tuples(some.sampled_from(PIECES), some.integers(0, 80), some.sampled_from(DISGUISES)).map(
        lambda parts: parts[0][: parts[1]] + parts[2] + parts[0][parts[1] :]
    ),
)
media = some.builds(Media, some.sampled_from(MEDIA_KINDS), some.just(""), texts, texts)
posts = some.builds(
    Post,
    some.just("p"),
    texts,
    texts,
    account=some.sampled_from(["official", "personal"]),
    author=some.sampled_from(["", "mtran"]),
    language=some.sampled_from(["", "en", "es"]),
    links=some.lists(some.just("https://a.example"), max_size=2).map(tuple),
    media=some.lists(media, max_size=2).map(tuple),
    third_party=some.booleans(),
)
days = some.dates().map(str)
permissions = some.builds(
    Permission,
    some.uuids().map(str),
    some.sampled_from(["divulge-information", "logo-use", "item-release", "speak-for-department", "picnic"]),
    some.sampled_from(["chief", "designee", "supervisor", "mayor"]),
    some.sampled_from(FORMS),
    days,
    end=some.one_of(some.just(""), days),
    scope=some.sampled_from([(), (("post", "p"),), (("author", "mtran"),)]),
    delegation=some.one_of(some.none(), some.builds(Delegation, some.just("chief"), days)),
)
contexts = some.builds(
    Context,
    some.sampled_from(["draft", "publication"]),
    some.sampled_from(["", "on", "off"]),
    some.sampled_from(["", "department", "personal"]),
    some.sampled_from(["", "officer", "civilian", "reserve"]),
    some.lists(some.sampled_from(["PIO", "chief"]), max_size=2).map(tuple),
    facts=some.dictionaries(some.sampled_from(FACTS), some.sampled_from(["yes", "no"])),
    permissions=some.lists(permissions, max_size=3).map(tuple),
)
names = pytest.mark.parametrize("name", ["raymore-8", "kcpd-261"])


class _Checkers(dict[str, Checker]):
    def __missing__(self, name: str) -> Checker:
        self[name] = Checker(policy(name), shipped())
        return self[name]


def policy(name: str) -> Policy:
    return read(TEMPLATES / name, known)


CHECKERS = _Checkers()


def bare(judgment: Any) -> bytes:
    """The bytes of a judgment but for the context that it was given."""
    return canonical({**to_plain(judgment), "basis": None})


@names
@usual
@given(post=posts, context=contexts)
def test_any_post_in_any_context_gets_one_judgment_always_the_same(name: str, post: Post, context: Context) -> None:
    checker = CHECKERS[name]
    judgment = checker.check(post, context, TODAY, explain=True)
    assert judgment.outcome in OUTCOMES
    assert canonical(checker.check(post, context, TODAY, explain=True)) == canonical(judgment)
    assert from_plain(type(judgment), to_plain(judgment)) == judgment


@names
@usual
@given(post=posts, context=contexts)
def test_every_span_is_of_the_very_words(name: str, post: Post, context: Context) -> None:
    words = dict(post.passages())
    judgment = CHECKERS[name].check(post, context, TODAY)
    assert judgment.basis is not None
    for signal in judgment.basis.sightings.signals:
        if signal.how != "fact":
            assert 0 <= signal.start < signal.end <= len(words[signal.field])
            assert words[signal.field][signal.start : signal.end] == signal.text
        for by in signal.lowered:
            assert words[signal.field][by.start : by.end] == by.text
    for flag in judgment.flags:
        for span in flag.spans:
            assert span.how == "fact" or words[span.field][span.start : span.end] == span.text


@names
@usual
@given(post=posts, context=contexts)
def test_the_laws_of_the_house_hold(name: str, post: Post, context: Context) -> None:
    judgment = CHECKERS[name].check(post, context, TODAY)
    clauses = policy(name).by_id
    for flag in judgment.flags:
        clause = clauses[flag.clause]
        assert clause.can_flag and not clause.never_automate and clause.judged_by == "engine"
        assert not (clause.advisory and flag.effect in ("ask", "hold"))
        assert not (post.account == "personal" and flag.effect == "hold")
        assert flag.concept == "" or flag.spans
    assert not (judgment.outcome == "clear" and judgment.unchecked)
    assert not {lifted.clause for lifted in judgment.lifted} & {flag.clause for flag in judgment.flags}


@names
@usual
@given(post=posts, context=contexts)
def test_a_lifted_clause_never_flags(name: str, post: Post, context: Context) -> None:
    clauses = policy(name).by_id
    plain = CHECKERS[name].check(post, Context(**{**_fields(context), "permissions": ()}), TODAY)
    for flag in plain.flags:
        lift = clauses[flag.clause].lifted_by
        if flag.lifted_by == "nobody":
            continue
        roles = policy(name).manifest.approvers[lift.by[0]].any_of
        fitting = leave(kind=lift.permission, granted_by=roles[0] if roles else lift.by[0], scope=(("post", "p"),))
        lifted = CHECKERS[name].check(post, Context(**{**_fields(context), "permissions": (fitting,)}), TODAY)
        assert flag.clause not in {other.clause for other in lifted.flags}
        assert flag.clause in {other.clause for other in lifted.lifted}


@names
@usual
@given(post=posts, context=contexts)
def test_an_irrelevant_permission_changes_nothing(name: str, post: Post, context: Context) -> None:
    more = (*context.permissions, leave(id="irrelevant", kind="picnic"))
    with_it = Context(**{**_fields(context), "permissions": more})
    checker = CHECKERS[name]
    assert bare(checker.check(post, with_it, TODAY)) == bare(checker.check(post, context, TODAY))


@usual
@given(text=texts)
def test_every_reading_points_into_the_original(text: str) -> None:
    for reading in readings(text):
        if reading.places is None:
            assert len(reading.text) == len(text)
            continue
        assert len(reading.places) == len(reading.text) + 1
        assert list(reading.places) == sorted(reading.places)
        assert reading.places[-1] == len(text)
        for at in range(len(reading.text)):
            start, end = reading.span(at, at + 1)
            assert 0 <= start < end <= len(text)


def _fields(context: Context) -> dict[str, Any]:
    return {name: getattr(context, name) for name in Context.__dataclass_fields__}

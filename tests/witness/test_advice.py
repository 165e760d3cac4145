"""What a witness quotes is advice at most, takes nothing away, and is judged again without asking."""

from __future__ import annotations

import pytest
from tests.cast import RELEASE, TODAY, clause, holding, judged, leave, official, order, personal, photo, reading, seen

from postorders.judge.judge import judge
from postorders.judge.judgment import OUTCOMES, Judgment, Pointer, Sightings, Span, Witnessed
from postorders.plain import canonical, from_plain, to_plain
from postorders.policy.policy import Saving
from postorders.posts.context import Context

HER = Span(0, 3, "Her", "text", "witness")
NAMED = {"witness": "small at model.example"}
POLICY = order(
    clause("12.3", looks_for=["guilt-statement"], when={"account": ["official"]}),
    clause("12.4", effect="ask", lifted_by=RELEASE),
    clause("12.5", looks_for=["political-activity"], when={"duty": ["on"]}),
    clause("12.6", looks_for=["profanity"], effect="inform", kind="caution"),
    clause("12.7", judged_by="person", for_a_person=["disparagement"], effect="inform"),
    savings=[Saving("grove-candor", "Reports are protected.", ("wrongdoing-report",))],
)


def heard(*clauses: str, seen_too: Sightings | None = None, **other: str) -> Sightings:
    """Sightings in which a witness quotes `Her` for these clauses, and did otherwise for others."""
    some = tuple(Witnessed(name, "quoted", HER) for name in clauses)
    rest = tuple(Witnessed(f"12.{name[-1]}", came) for name, came in other.items())  # type: ignore[arg-type]
    base = seen_too or seen()
    return Sightings(base.signals, base.labels, base.questions, witnessed=(*some, *rest), engine=NAMED)


def test_on_an_official_draft_it_never_holds() -> None:
    judgment = judged(POLICY, heard("12.3"))
    assert judgment.outcome == "advise"
    (flag,) = judgment.flags
    assert (flag.clause, flag.effect, flag.concept, flag.spans) == ("12.3", "advise", "", (HER,))
    assert "A witness can only advise." in [cap.because for cap in flag.caps]
    assert flag.why.startswith("Quoted by a witness, small at model.example (account is official")


def test_it_never_asks_where_leave_can_be_had_or_a_condition_is_open() -> None:
    judgment = judged(POLICY, heard("12.4", "12.5"), personal())
    assert judgment.outcome == "advise"
    assert [(flag.clause, flag.effect) for flag in judgment.flags] == [("12.4", "advise"), ("12.5", "advise")]
    assert "It depends on duty, which nobody said." in judgment.flags[1].why
    assert judgment.questions == ()


def test_a_clause_that_does_not_apply_is_not_cited() -> None:
    judgment = judged(POLICY, heard("12.3"), personal())
    assert (judgment.outcome, judgment.flags) == ("clear", ())
    assert judged(POLICY, heard("12.5"), context=Context(duty="off")).flags == ()


def test_what_a_person_judges_gets_a_pointer_and_a_caution_a_note() -> None:
    judgment = judged(POLICY, heard("12.6", "12.7"))
    assert (judgment.outcome, judgment.flags) == ("clear", ())
    assert judgment.for_a_person == (Pointer("12.7", "numbers of people", "", (HER,)),)
    assert "numbers of people: words that a witness quoted." in [note.says for note in judgment.notes]


def test_a_signed_reading_and_a_permission_bind_it_too() -> None:
    limited = order(clause("12.4"), readings=[reading(effect="inform")])
    assert judged(limited, heard("12.4")).flags == ()
    held = judged(POLICY, heard("12.4"), context=holding(leave(scope=(("author", "dhatcher"),))))
    assert (held.flags, [one.permission for one in held.lifted]) == ((), ["leave-7"])


@pytest.mark.parametrize("post", [official(), personal(), official(media=(photo(),))], ids=["official", "own", "photo"])
@pytest.mark.parametrize("concepts", [(), ("ssn",), ("guilt-statement",), ("ssn", "wrongdoing-report")], ids=str)
@pytest.mark.parametrize("clauses", [("12.3",), ("12.4", "12.5", "12.6", "12.7")], ids=str)
def test_it_adds_and_takes_nothing_away(post: object, concepts: tuple[str, ...], clauses: tuple[str, ...]) -> None:
    without = judged(POLICY, seen(*concepts), post)  # type: ignore[arg-type]
    beside = judged(POLICY, heard(*clauses, seen_too=seen(*concepts)), post)  # type: ignore[arg-type]
    added = [flag for flag in beside.flags if flag not in without.flags]
    assert [flag for flag in beside.flags if flag not in added] == list(without.flags)
    assert {flag.effect for flag in added} <= {"advise"}
    assert beside.unchecked == without.unchecked
    assert beside.questions == without.questions
    assert [one for one in beside.for_a_person if one.concept] == list(without.for_a_person)
    assert beside.outcome == max(without.outcome, "advise" if added else "clear", key=OUTCOMES.index)


def test_how_its_answers_fared_is_told_and_changes_nothing() -> None:
    judgment = judged(POLICY, heard("12.7", a3="discarded", b4="silent", c5="nothing"))
    assert judgment.outcome == "clear"
    assert judgment.notes[-1].says == (
        "A witness, small at model.example, was asked about 4 clauses: words quoted for 1, nothing for 1, "
        "1 discarded, as the post does not bear it out, 1 without an answer."
    )


def test_a_judgment_with_a_witness_has_the_same_bytes_when_judged_again() -> None:
    kept = judged(POLICY, heard("12.3", "12.7", b4="discarded"), explain=True)
    basis = from_plain(Judgment, to_plain(kept)).basis
    assert basis.sightings.witnessed == kept.basis.sightings.witnessed  # type: ignore[union-attr]
    again = judge(basis.post, basis.sightings, POLICY, basis.context, TODAY, explain=True)
    assert canonical(again) == canonical(kept)


def test_a_judgment_without_one_says_nothing_of_it() -> None:
    assert b"witness" not in canonical(judged(POLICY, seen("ssn")))

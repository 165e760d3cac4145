"""Where the law itself protects what was said, flags are capped, and the judgment says which law."""

from __future__ import annotations

from tests.cast import RELEASE, clause, judged, lowered, official, order, personal, seen

from postorders.policy.policy import Saving

CANDOR = Saving("grove-candor", "Reports are protected here.", ("wrongdoing-report",), {"account": ("personal",)})
ORDER = order(clause(effect="ask", lifted_by=RELEASE), savings=[CANDOR])


def test_a_report_of_wrongdoing_caps_every_flag_at_advice() -> None:
    assert judged(ORDER, seen("ssn"), personal()).outcome == "ask"
    judgment = judged(ORDER, seen("ssn", "wrongdoing-report"), personal())
    assert judgment.outcome == "advise"
    assert judgment.flags[0].caps[-1].because == "grove-candor: Reports are protected here."


def test_the_law_is_named_even_where_nothing_is_flagged() -> None:
    judgment = judged(ORDER, seen("wrongdoing-report"), personal())
    assert judgment.outcome == "clear"
    assert [note.says for note in judgment.notes] == ["grove-candor: Reports are protected here."]


def test_a_saving_holds_in_its_own_situation_alone() -> None:
    judgment = judged(ORDER, seen("ssn", "wrongdoing-report"), official())
    assert (judgment.outcome, judgment.notes) == ("ask", ())


def test_a_report_that_other_words_take_back_saves_nothing() -> None:
    sighted = seen("ssn", lowered("wrongdoing-report", "figurative"))
    assert judged(ORDER, sighted, personal()).outcome == "ask"


def test_a_saving_makes_nothing_stronger() -> None:
    policy = order(clause(effect="inform"), savings=[CANDOR])
    assert judged(policy, seen("ssn", "wrongdoing-report"), personal()).outcome == "clear"


def test_where_the_order_itself_gives_way_to_law_its_clause_is_cited() -> None:
    policy = order(clause("12.0", savings=True, looks_for=[], kind="obligation"), clause(), savings=[CANDOR])
    judgment = judged(policy, seen("wrongdoing-report"), personal())
    assert [note.says for note in judgment.notes] == [
        "12.0 gives way to law. grove-candor: Reports are protected here."
    ]

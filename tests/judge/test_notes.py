"""Notes tell what changes no outcome: what was lowered, what was not opened, what is weighed later."""

from __future__ import annotations

from tests.cast import clause, judged, lowered, official, order, seen


def says(*args: object, **given: object) -> list[str]:
    return [note.says for note in judged(*args, **given).notes]  # type: ignore[arg-type]


def test_a_sighting_that_other_words_take_back_is_told_and_does_not_flag() -> None:
    judgment = judged(order(clause()), seen(lowered("ssn", "quotation")))
    assert (judgment.outcome, judgment.flags) == ("clear", ())
    assert [note.says for note in judgment.notes] == [
        "'Her' could be words of ssn; 'number' (quotation) speaks against it."
    ]


def test_one_that_stands_flags_beside_one_that_is_taken_back() -> None:
    assert judged(order(clause()), seen("ssn", lowered("ssn", "quotation"))).outcome == "hold"


def test_a_lowered_sighting_that_no_clause_looks_for_is_not_told() -> None:
    assert says(order(clause()), seen(lowered("threat", "figurative"))) == []


def test_links_are_named_as_not_opened() -> None:
    assert says(order(clause()), seen(), official(links=("https://a.example",))) == ["1 linked page was not opened."]
    assert says(order(clause()), seen(), official(links=("https://a.example", "https://b.example"))) == [
        "2 linked pages were not opened."
    ]


def test_a_rule_of_the_moment_of_publication_is_announced() -> None:
    later = clause("13.1", flags_on="conditions", when={"moment": ["publication"]}, label="own devices")
    assert says(order(later), seen()) == ["Weighed at publication: own devices."]

"""An answer is worth the words of the post that it quotes, for the clause that it was asked about, and nothing else."""

from __future__ import annotations

import json
from typing import Any

import pytest
from tests.cast import clause, personal, photo

from postorders.judge.judgment import Span, Witnessed
from postorders.witness.answer import found, weighed

POST = personal(
    "I will see to it that he regrets it. Regrets, mind you. 🐍",
    title="To the man from Elm Street",
    media=(photo(alt="A fist"),),
)


def body(content: Any) -> bytes:
    text = content if isinstance(content, str) else json.dumps(content)
    return json.dumps({"choices": [{"message": {"content": text}}]}).encode()


@pytest.mark.parametrize(
    ("quote", "start", "field"),
    [
        ("he regrets it", 22, "text"),
        ("regrets", 25, "text"),
        ("Regrets, mind you", 37, "text"),
        ("🐍", 56, "text"),
        ("the man from Elm Street", 3, "title"),
        ("fist", 2, "media[0].alt"),
    ],
)
def test_exact_words_of_the_post_are_found_where_they_stand(quote: str, start: int, field: str) -> None:
    assert found(quote, POST) == Span(start, start + len(quote), quote, field, "witness")


@pytest.mark.parametrize(
    "quote",
    [
        "",
        " ",
        "he  regrets it",
        "He regrets it",
        "he regrets him",
        "regret",
        "it. To the man",
        "e",
        '"he regrets it"',
        "I",
    ],
)
def test_other_words_are_not(quote: str) -> None:
    if quote == "I":  # a word of its own, if a short one
        assert found(quote, POST) is not None
    else:
        assert found(quote, POST) is None


def test_a_part_of_a_word_is_passed_over_for_the_whole_one() -> None:
    assert found("art", personal("He started with art.")) == Span(16, 19, "art", "text", "witness")


GOOD = {"clause": "12.4", "quote": "he regrets it"}


@pytest.mark.parametrize(
    "content",
    [
        GOOD,
        {**GOOD, "effect": "hold", "why": "It should be held."},
        f"```json\n{json.dumps(GOOD, indent=1)}\n```",
        f"```\n{json.dumps(GOOD)}\n```",
        f"<think>Is it?\n{{}}</think>\n{json.dumps(GOOD)}\n",
    ],
)
def test_clause_and_quotation_are_read_and_nothing_beside_them(content: Any) -> None:
    span = Span(22, 35, "he regrets it", "text", "witness")
    assert weighed(body(content), clause("12.4"), POST) == Witnessed("12.4", "quoted", span)


def test_no_words_are_nothing() -> None:
    assert weighed(body({"clause": "12.4", "quote": ""}), clause("12.4"), POST) == Witnessed("12.4", "nothing")


@pytest.mark.parametrize(
    "answer",
    [
        body({"clause": "12.5", "quote": "he regrets it"}),
        body({"clause": "12.5", "quote": ""}),
        body({"quote": "he regrets it"}),
        body({"clause": "12.4"}),
        body({"clause": "12.4", "quote": None}),
        body({"clause": "12.4", "quote": ["he regrets it"]}),
        body({"clause": ["12.4"], "quote": "he regrets it"}),
        body({"clause": "12.4", "quote": "he will be hurt"}),
        body([GOOD]),
        body("null"),
        body(f"Here you are: {json.dumps(GOOD)}"),
        body("clear"),
        body(""),
        body("[" * 100_000),
        b"",
        b"{",
        b"\xff\xfe",
        b"[]",
        b"{}",
        b'{"choices": []}',
        b'{"choices": {}}',
        b'{"choices": [{"message": {"content": null}}]}',
        b'{"choices": [{"message": "he regrets it"}]}',
        json.dumps(GOOD).encode(),
        b"9" * 5000,
    ],
)
def test_every_other_answer_is_discarded(answer: bytes) -> None:
    assert weighed(answer, clause("12.4"), POST) == Witnessed("12.4", "discarded")

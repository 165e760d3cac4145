"""The phrase language: what each construct matches, what it does not, and what cannot be written."""

from __future__ import annotations

import re

import pytest

from postorders.signals.normalize import readings
from postorders.signals.phrase import PhraseError, compile_phrase
from postorders.signals.scan import Scan

SETS = {"culprit": ["guy", "bad man", "thug*"], "metal": ["gold", "silver"]}


def matches(phrase: str, text: str) -> str:
    """The first match of a phrase in a text, "" for none."""
    found = re.search(compile_phrase(phrase, SETS).regex, text, re.IGNORECASE)
    return found.group() if found else ""


MATCHES = [
    ("lost dog", "A lost dog was found", "lost dog"),
    ("lost dog", "LOST DOG!", "LOST DOG"),
    ("lost dog", "lost, dog", "lost, dog"),
    ("lost dog", "lost -- dog", "lost -- dog"),
    ("lost dog", "lost. Dog", ""),
    ("lost dog", "lost! Dog", ""),
    ("lost dog", "a lost brown dog", ""),
    ("lost dog", "lost dogs", ""),
    ("lost dog", "almost lost doggedly", ""),
    ("lost dog*", "lost dogs", "lost dogs"),
    ("arrest* him", "arrested him", "arrested him"),
    ("arrest* him", "arresting him", "arresting him"),
    ("the big? dog", "the dog", "the dog"),
    ("the big? dog", "the big dog", "the big dog"),
    ("big? the dog", "the dog", "the dog"),
    ("the (big|very small)? dog", "the very small dog", "the very small dog"),
    ("the (big|very small)? dog", "the dog", "the dog"),
    ("the (cat|dog)", "the cat", "the cat"),
    ("the (cat|dog)", "the cow", ""),
    ("(a|the (old|new)) barn", "the new barn", "the new barn"),
    ("the {culprit} ran", "the guy ran", "the guy ran"),
    ("the {culprit} ran", "the bad man ran", "the bad man ran"),
    ("the {culprit} ran", "the thugs ran", "the thugs ran"),
    ("the {metal}? cup", "the cup", "the cup"),
    ("shot ...2 dog", "shot dog", "shot dog"),
    ("shot ...2 dog", "shot the old dog", "shot the old dog"),
    ("shot ...2 dog", "shot at the old dog", ""),
    ("shot ... dog", "shot at the old dog", "shot at the old dog"),
    ("met <name>", "met Marisol Tran", "met Marisol Tran"),
    ("met <name>", "met Marisol J. Tran", "met Marisol J. Tran"),
    ("met <name>", "met marisol tran", ""),
    ("met <name>", "met Marisol", ""),
    ("met <name>", "met Elm Street", ""),
    ("met <name>", "met Monday Night", ""),
    ("met <given>", "met Marisol", "met Marisol"),
    ("met <given>", "met them", ""),
    ("case <number>", "case 24-100", "case 24"),
    ("case <number>", "case #2410", "case #2410"),
    ("case <number>", "case none", ""),
    ("very <word> dog", "very loud dog", "very loud dog"),
    ("ex-wife left", "ex-wife left", "ex-wife left"),
    ("ex-wife left", "ex wife left", "ex wife left"),
    ("ex-wife left", "exwife left", "exwife left"),
    ("don't tell", "dont tell", "dont tell"),
    ("don't tell", "don't tell", "don't tell"),
]


@pytest.mark.parametrize(("phrase", "text", "found"), MATCHES)
def test_a_phrase_matches_what_it_says(phrase: str, text: str, found: str) -> None:
    assert matches(phrase, text) == found


@pytest.mark.parametrize(("phrase", "text", "found"), [case for case in MATCHES if case[2]])
def test_a_text_that_matches_holds_one_of_the_words_that_must_be_there(phrase: str, text: str, found: str) -> None:
    compiled = compile_phrase(phrase, SETS)
    tokens = Scan(readings(text)[0]).words
    for keys in (compiled.keys, *compiled.also):
        assert any(
            token.startswith(key[:-1]) if key.endswith("*") else token == key for key in keys for token in tokens
        )


ERRORS = {
    "lost (dog": "has a '(' that is never closed",
    "lost dog)": "has a ')' or '|' too many",
    "lost | dog": "has a ')' or '|' too many",
    "lost () dog": "has an empty alternative",
    "lost (dog|) cat": "has an empty alternative",
    "": "has an empty alternative",
    "...2 dog": "begins or ends with '...'",
    "dog ...2": "begins or ends with '...'",
    "big? ...2 dog": "has '...' before any required word",
    "lost ...9 dog": "leaves room for 9 words. At most 8",
    "big? dog?": "has no word that must be there",
    "<given> <word>": "has no word that must be there",
    "the {metals}": "names a set 'metals' that is not under 'sets'",
    "met <nam>": "has <nam>. Known: <name>, <given>, <number>, <word>",
    "do* it": "At least three letters before '*'",
    "100% sure": "Words have letters, digits, ' and -; use 'regexes'",
    "f**k": "Words have letters, digits, ' and -; use 'regexes'",
    "a.b": "Words have letters, digits, ' and -; use 'regexes'",
    "(big? small?) dog": "everything may be absent",
}


@pytest.mark.parametrize("phrase", ERRORS)
def test_what_cannot_be_written_is_told(phrase: str) -> None:
    with pytest.raises(PhraseError) as refused:
        compile_phrase(phrase, SETS)
    assert ERRORS[phrase] in str(refused.value)
    assert repr(phrase) in str(refused.value)


@pytest.mark.parametrize("phrase", ["lost <", "lost }", "lost {metal"])
def test_a_stray_bracket_is_told_with_its_place(phrase: str) -> None:
    with pytest.raises(PhraseError, match=r"cannot be read at character 5"):
        compile_phrase(phrase, SETS)

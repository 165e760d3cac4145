"""One reading of some words, cut into words once, in which patterns are then found."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property

from postorders.signals.concept import Pattern
from postorders.signals.normalize import Reading
from postorders.signals.phrase import A_NAME

_WORD = re.compile(r"[a-z0-9]+")
_DIGIT = re.compile(r"[0-9]")
_BEFORE = re.compile(r"\A(?:\(\?<!(?:\\[dws]|\[(?:[^\[\]\\]|\\[dws])+\])\))+")
_CASE = re.compile(r"\(\?-i|(?<!\\)[A-Z]|[^\x00-\x7f]")
_TWO_NAMES = re.compile(r"[A-Z][a-z'][A-Za-z'-]{0,19} (?:[A-Z]\. )?[A-Z][a-z']")
_MARKS = "@#$/*🖕🤬"


class Matcher:
    """A pattern of a concept, ready to run. Its expressions are compiled when they are first needed.

    Words already in lower case are matched as they are, which is twice as fast; only an expression that
    tells upper case from lower, or a text that lower case would change in length, is matched in its own case.
    """

    def __init__(self, concept: str, pattern: Pattern) -> None:
        self.concept, self.how, self.sure, self.regex = concept, pattern.how, pattern.sure, pattern.regex
        self.also = tuple(map(frozenset, pattern.also))
        self.first = frozenset(word for word in pattern.first if not word.endswith("*"))
        self.begins = tuple(word[:-1] for word in pattern.first if word.endswith("*"))
        self.anywhere = not pattern.first
        self.holds = pattern.holds
        self.tells_case = bool(_CASE.search(pattern.regex))

    @cached_property
    def any_case(self) -> re.Pattern[str]:
        """For words in their own case."""
        return re.compile(self.regex, re.IGNORECASE)

    @cached_property
    def lower_case(self) -> re.Pattern[str]:
        """For words in lower case."""
        return re.compile(self.regex)

    @cached_property
    def loose(self) -> re.Pattern[str]:
        """Finds something wherever the exact expression does, and sooner finds that there is nothing: it does not
        look at what stands before."""
        return re.compile(_BEFORE.sub("", self.regex, count=1))


class Scan:
    """A reading with its words. `lowered` is the text in lower case, "" where that would change its length."""

    def __init__(self, reading: Reading) -> None:
        self.reading, self.text = reading, reading.text
        lowered = self.text.lower()
        self.lowered = lowered if len(lowered) == len(self.text) else ""
        self.words = _words(lowered)
        if _TWO_NAMES.search(self.text):
            self.words.add(A_NAME)

    def find(self, matcher: Matcher) -> Iterable[tuple[int, int]]:
        """The original [start, end) of every match."""
        for needed in matcher.also:
            if self.words.isdisjoint(needed):
                return ()
        if matcher.anywhere or not self.lowered:
            matches = self._search(matcher)
        elif starts := self._starts(matcher):
            mixed = matcher.tells_case
            match = (matcher.any_case if mixed else matcher.lower_case).match
            text = self.text if mixed else self.lowered
            matches = [found for start in starts if (found := match(text, start))]
        else:
            return ()
        return [self.reading.span(*match.span()) for match in matches]

    def _starts(self, matcher: Matcher) -> list[int]:
        """Where the words stand with which a match must begin, in order."""
        starts: set[int] = set()
        for word in (*(self.words & matcher.first), *matcher.begins):
            at = self.lowered.find(word)
            while at >= 0:
                starts.add(at)
                at = self.lowered.find(word, at + 1)
        return sorted(starts)

    def _search(self, matcher: Matcher) -> Iterable[re.Match[str]]:
        if matcher.holds and self.lowered and not any(stretch in self.lowered for stretch in matcher.holds):
            return ()
        if matcher.tells_case or not self.lowered:
            return matcher.any_case.finditer(self.text)
        return matcher.lower_case.finditer(self.lowered) if matcher.loose.search(self.lowered) else ()


def _words(lowered: str) -> set[str]:
    """The words of a text, with and without their apostrophes, `0` if one has a digit, and the marks in it."""
    words = set(_WORD.findall(lowered))
    if "'" in lowered:
        words.update(_WORD.findall(lowered.replace("'", "")))
    words.update(mark for mark in _MARKS if mark in lowered)
    if _DIGIT.search(lowered) and any(word[0].isdigit() or word[-1].isdigit() for word in words):
        words.add("0")
    return words

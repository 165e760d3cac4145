"""A concept: what a clause looks for in a post, as its YAML file writes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from postorders.plain import EMPTY
from postorders.signals.phrase import Compiled
from postorders.signals.signal import Sure

Group = Literal["identifier", "people", "case-talk", "capacity", "harm", "protective", "page", "fact"]
Reach = Literal["before", "near", "sentence", "around", "post"]


@dataclass(frozen=True, slots=True)
class Regex:
    """An expression where words alone do not do. `needs` names words (or `0` for any digit, or one of
    @ # $ / * 🖕 🤬 for that character) of which one must be present. `{{setting}}` is filled from the pack."""

    regex: str
    needs: tuple[str, ...]
    sure: Sure | None = None


@dataclass(frozen=True, slots=True)
class Near:
    """Phrases of which one must stand within so many characters of a sighting."""

    any: tuple[str, ...]
    within: int = 80


@dataclass(frozen=True, slots=True)
class Samples:
    """Words in which the concept is seen (`flags` is another name for `sees`), and words in which it is not."""

    sees: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    passes: tuple[str, ...] = ()
    known_misses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Concept:
    """One concept file. `yields_to` says which protective concepts take its force, and how near they must stand.

    `suggests` is wording for a page that lacks it; `{department}`, `{contact}` and `{website}` are filled in.
    """

    concept: str
    label: str
    says: str
    group: Group
    sure: Sure = "likely"
    sets: Mapping[str, tuple[str, ...]] = EMPTY
    patterns: tuple[str, ...] = ()
    regexes: tuple[Regex, ...] = ()
    near: Near | None = None
    exclude: tuple[str, ...] = ()
    yields_to: Mapping[str, Reach] = EMPTY
    evasion: Literal["none", "letters", "digits"] = "none"
    asks: str = ""
    about: Literal["", "media", "author", "words"] = ""
    suggests: str = ""
    examples: Samples = Samples()

    @property
    def by_example(self) -> bool:
        """Whether nothing but its examples says when it is seen, as a pack's own concept may have it."""
        return self.group != "fact" and not (self.patterns or self.regexes)


@dataclass(frozen=True, slots=True)
class Pattern:
    """One compiled pattern: `how` is its name in a signal. `keys`, `also` and `first` are those of a phrase;
    `holds` are stretches of letters of which a match of an expression has one."""

    how: str
    regex: str
    keys: tuple[str, ...]
    also: tuple[tuple[str, ...], ...] = ()
    first: tuple[str, ...] = ()
    holds: tuple[str, ...] = ()
    sure: Sure = "likely"


@dataclass(frozen=True, slots=True)
class Ready:
    """A concept compiled: standard library alone reads and runs it. `hash` is the SHA-256 of all the rest.

    `taught` is what a pack's examples taught: a weight for each of the encoder's numbers and the bias last, to six
    places; a text whose probability reaches `at` shows the concept.
    """

    concept: str
    label: str
    group: Group
    patterns: tuple[Pattern, ...] = ()
    near: tuple[Pattern, ...] = ()
    within: int = 80
    exclude: tuple[Pattern, ...] = ()
    yields_to: Mapping[str, Reach] = EMPTY
    evasion: Literal["none", "letters", "digits"] = "none"
    asks: str = ""
    about: Literal["", "media", "author", "words"] = ""
    suggests: str = ""
    taught: tuple[float, ...] = ()
    at: float = 0.0
    hash: str = ""

    @property
    def by_example(self) -> bool:
        """Whether only what its examples taught can see it."""
        return self.group != "fact" and not self.patterns


def as_pattern(compiled: Compiled, how: str, sure: Sure) -> Pattern:
    """A compiled phrase under its name."""
    return Pattern(how, compiled.regex, compiled.keys, compiled.also, compiled.first, sure=sure)

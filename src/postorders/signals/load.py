"""Concept files, found by folder, compiled to JSON that the standard library runs."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from postorders.errors import InputError, Problem
from postorders.plain import Binder, digest
from postorders.policy.source import read_yaml
from postorders.signals.concept import Concept, Pattern, Ready, Regex, as_pattern
from postorders.signals.holds import holds
from postorders.signals.phrase import PhraseError, compile_phrase
from postorders.signals.safety import unsafe

FOLDER = Path(__file__).parent / "concepts"


def concept_files(folder: Path = FOLDER) -> list[Path]:
    """The concept files of a folder, in a fixed order."""
    return sorted(folder.glob("*.yaml"))


def load_concepts(files: Iterable[Path]) -> tuple[Concept, ...]:
    """The concepts in `files`. Raises InputError with every problem of every file."""
    concepts, binder = inspect_concepts(files)
    for concept in concepts:
        if concept.by_example:
            binder.note((f"{concept.concept}.yaml",), "Nothing would ever be seen.", "Add 'patterns:' or 'regexes:'.")
    if binder.problems:
        raise InputError(*binder.problems)
    return concepts


def inspect_concepts(
    files: Iterable[Path], protective: Iterable[str] = (), within: str = ""
) -> tuple[tuple[Concept, ...], Binder]:
    """The concepts that could be read, and a binder with every problem and place.

    They may yield to each other and to `protective` concepts. `within` stands before the name of a file in messages.
    """
    binder = Binder()
    concepts: list[Concept] = []
    for path in files:
        binder.file = f"{within}{path.parent.name}/{path.name}"
        data, problems = read_yaml(path, binder.file)
        binder.problems += problems
        at = (path.name,)
        binder.places[at] = (binder.file, 1, 1)
        concept: Concept | None = None if problems else binder.bind(Concept, data, at)
        if concept is not None:
            _check(concept, path, binder)
            concepts.append(concept)
    _check_yields(concepts, protective, within, binder)
    return tuple(concepts), binder


def make_ready(concepts: Iterable[Concept]) -> tuple[Ready, ...]:
    """Concepts compiled for detection."""
    return tuple(replace(ready, hash=digest(ready)) for ready in map(_ready, concepts))


def _ready(concept: Concept) -> Ready:
    name = concept.concept
    patterns = list(_patterns(concept.patterns, name, concept))
    for index, regex in enumerate(concept.regexes):
        sure = regex.sure or concept.sure
        patterns.append(
            Pattern(f"{name}/regex-{index + 1}", regex.regex, tuple(regex.needs), holds=holds(_bare(regex)), sure=sure)
        )
    near = concept.near
    return Ready(
        name,
        concept.label,
        concept.group,
        tuple(patterns),
        _beside(near.any if near else (), f"{name}/near", concept),
        near.within if near else 80,
        _beside(concept.exclude, f"{name}/not", concept),
        concept.yields_to,
        concept.evasion,
        concept.asks,
        concept.about,
        concept.suggests,
    )


def _patterns(phrases: Iterable[str], name: str, concept: Concept) -> tuple[Pattern, ...]:
    compiled = (compile_phrase(phrase, concept.sets) for phrase in phrases)
    return tuple(as_pattern(one, f"{name}/{number}", concept.sure) for number, one in enumerate(compiled, 1))


def _beside(phrases: Iterable[str], name: str, concept: Concept) -> tuple[Pattern, ...]:
    """Patterns that no index calls up: their own words become one more set that must be there."""
    return tuple(
        pattern
        if any(key.endswith("*") for key in pattern.keys)
        else replace(pattern, also=(pattern.keys, *pattern.also))
        for pattern in _patterns(phrases, name, concept)
    )


def _bare(regex: Regex) -> str:
    """The expression with something in place of its settings, for looking at its shape."""
    return re.sub(r"\{\{\w+\}\}", "[x]", regex.regex)


def _check(concept: Concept, path: Path, binder: Binder) -> None:
    at = (path.name,)
    if concept.concept != path.stem:
        binder.note((*at, "concept"), f"The file is named {path.stem!r}.", "Name the file as the concept.")
    if concept.group == "fact" and not (concept.asks and concept.about):
        binder.note(at, "A fact needs the question it asks and what it is about.", "Add 'asks:' and 'about:'.")
    lists = {"patterns": concept.patterns, "exclude": concept.exclude}
    if concept.near:
        lists["near"] = concept.near.any
    for name, phrases in lists.items():
        for index, phrase in enumerate(phrases):
            where = (*at, name, "any", index) if name == "near" else (*at, name, index)
            try:
                compile_phrase(phrase, concept.sets)
            except PhraseError as error:
                binder.note(where, str(error))
    for index, regex in enumerate(concept.regexes):
        if not regex.needs:
            binder.note((*at, "regexes", index), "An expression needs 'needs'.", "Name a word that must be there.")
        try:
            if problem := unsafe(_bare(regex)):
                binder.note((*at, "regexes", index, "regex"), problem)
        except re.error as error:
            binder.note((*at, "regexes", index, "regex"), f"Not a regular expression: {error}.")


def _check_yields(concepts: Iterable[Concept], beside: Iterable[str], within: str, binder: Binder) -> None:
    protective = {*beside, *(c.concept for c in concepts if c.group == "protective")}
    for concept in concepts:
        for name in sorted(set(concept.yields_to) - protective):
            binder.problems.append(
                Problem(
                    f"{concept.concept!r} yields to {name!r}, which is not a protective concept.",
                    f"Known: {', '.join(sorted(protective))}.",
                    f"{within}concepts/{concept.concept}.yaml",
                )
            )

"""The concepts that a pack brings along: read, taught where examples are all that they have, and made ready."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from postorders import cache
from postorders.plain import Binder, digest, revive, to_plain
from postorders.policy.check import Own
from postorders.policy.load import concept_files
from postorders.policy.policy import Policy
from postorders.policy.vocabulary import ATTRIBUTES
from postorders.signals import library
from postorders.signals.concept import Concept, Ready
from postorders.signals.learned.embedding import Embedder, embedder
from postorders.signals.learned.taught import Doubt, Taught, teach
from postorders.signals.load import inspect_concepts, load_concepts, make_ready
from postorders.words import _

Side = list[tuple[str, tuple[str | int, ...]]]  # examples, each with its place in the file
_CODE = tuple(Path(__file__).parent / "learned" / name for name in ("taught.py", "head.py"))
_SHOWN = 60  # characters of an example in a message
_ORDINARY = 240


def read_own(folder: Path) -> Own:
    """The concepts in the `concepts` folder of a pack, with every problem of their files and of what they teach."""
    files = concept_files(folder)
    if not files:
        return Own()
    taken = {one.concept: one for one in library.shipped()}
    protective = (name for name, one in taken.items() if one.group == "protective")
    concepts, binder = inspect_concepts(files, protective, f"{folder.name}/")
    for concept in concepts:
        at = (f"{concept.concept}.yaml", "concept")
        if concept.concept in taken or concept.concept in ATTRIBUTES:
            binder.note(at, _("The name {name!r} is taken.").format(name=concept.concept), _("Choose another."))
        if concept.group == "page":
            mend = _("Choose another group.")
            binder.note((at[0], "group"), _("What pages must show is not taught by a pack."), mend)
    if not binder.problems:
        for concept in concepts:
            if concept.by_example:
                _note_doubts(concept, binder)
    facts = frozenset(one.concept for one in concepts if one.group == "fact")
    return Own(tuple(map(_written, concepts)), facts, tuple(binder.problems))


def concepts_of(policy: Policy) -> tuple[Ready, ...]:
    """Every concept that a policy can name, ready to run: those that ship, and its own."""
    return (*library.shipped(), *own_of(policy))


def own_of(policy: Policy) -> tuple[Ready, ...]:
    """The concepts that a policy brings along, ready to run. One that the weights of this installation cannot be
    taught, or that has none to be taught, has nothing in `taught`: whoever looks says so."""
    if not policy.concepts:
        return ()
    concepts = _revived(policy.concepts)
    return tuple(
        _with_taught(ready, taught_of(one)[0]) for ready, one in zip(make_ready(concepts), concepts, strict=True)
    )


def bundled(policies: Iterable[Policy]) -> dict[str, Any]:
    """As plain data for where no pack is read: what each policy brings along, ready to run, by the policy's hash."""
    return {policy.hash: to_plain(own_of(policy)) for policy in policies if policy.concepts}


def taught_in(policy: Policy) -> dict[str, Taught | None]:
    """What each concept learned that a policy teaches by example; None where it could not be learned here."""
    return {one.concept: taught_of(one)[0] for one in _revived(policy.concepts) if one.by_example}


def taught_of(concept: Concept) -> tuple[Taught | None, tuple[Doubt, ...]]:
    """What a concept's examples teach, kept by the hash of examples and weights; nothing where patterns see it."""
    if not concept.by_example:
        return None, ()
    flags, passes = concept.examples.sees + concept.examples.flags, concept.examples.passes
    reads = embedder()
    if reads is None:
        return teach(flags, passes, None)
    return _learned(reads, flags, passes, library.files())


@lru_cache(maxsize=256)
def _learned(
    reads: Embedder, flags: tuple[str, ...], passes: tuple[str, ...], beside: tuple[Path, ...]
) -> tuple[Taught | None, tuple[Doubt, ...]]:
    def learn() -> Any:
        taught, doubts = teach(flags, passes, reads.embed, lambda: _ordinary(reads, beside, sources))
        return to_plain({"taught": [taught] if taught else [], "doubts": doubts})

    sources = cache.content_key((*beside, *_CODE))
    data = cache.cached("taught", digest([flags, passes, reads.weights, sources]), learn)
    taught: tuple[Taught, ...] = revive(tuple[Taught, ...], data["taught"])
    doubts: tuple[Doubt, ...] = revive(tuple[Doubt, ...], data["doubts"])
    return (taught[0] if taught else None), doubts


def _ordinary(reads: Embedder, beside: tuple[Path, ...], sources: str) -> Sequence[Sequence[float]]:
    """The numbers of posts that show nothing: of what the concepts that ship let pass, some of each."""

    def build() -> list[list[float]]:
        texts = {text for one in load_concepts(beside) for text in one.examples.passes}
        by_hash = sorted(texts, key=lambda text: hashlib.sha256(text.encode()).digest())
        return [list(row) for row in reads.embed(by_hash[:_ORDINARY])]

    kept: list[list[float]] = cache.cached("ordinary", digest([reads.weights, sources]), build)
    return kept


def _with_taught(ready: Ready, taught: Taught | None) -> Ready:
    if taught is None:
        return ready
    learned = replace(ready, taught=taught.weights, at=taught.at, hash="")
    return replace(learned, hash=digest(learned))


def _written(concept: Concept) -> Mapping[str, Any]:
    """A concept as plain data, all that it is seen by under `sees`."""
    samples = replace(concept.examples, sees=concept.examples.sees + concept.examples.flags, flags=())
    data: Mapping[str, Any] = to_plain(replace(concept, examples=samples))
    return data


def _revived(concepts: Iterable[Mapping[str, Any]]) -> tuple[Concept, ...]:
    found: tuple[Concept, ...] = revive(tuple[Concept, ...], concepts)
    return found


def _note_doubts(concept: Concept, binder: Binder) -> None:
    """Has the binder say why examples do not teach, at the one to be mended."""
    top = (f"{concept.concept}.yaml", "examples")
    samples = concept.examples
    flags: Side = [(text, (*top, "sees", i)) for i, text in enumerate(samples.sees)]
    flags += [(text, (*top, "flags", i)) for i, text in enumerate(samples.flags)]
    passes: Side = [(text, (*top, "passes", i)) for i, text in enumerate(samples.passes)]
    for doubt in taught_of(concept)[1]:
        if doubt.why == "few":
            binder.note(top, *_few(len(flags), len(passes)))
        else:
            other = binder.places.get(passes[doubt.passed][1], ("", None, None))[1]
            binder.note(flags[doubt.flag][1], *_against(doubt, flags[doubt.flag][0], passes[doubt.passed][0], other))


def _few(flags: int, passes: int) -> tuple[str, str]:
    what = _("Without patterns it is taught by examples, and has {flags} that flag and {passes} that pass.")
    mend = _("Write 8 or more, at least 4 of each, all different; or add 'patterns:'.")
    return what.format(flags=flags, passes=passes), mend


def _against(doubt: Doubt, flag: str, passed: str, line: int | None) -> tuple[str, str]:
    """What two examples that contradict each other are told, and how to mend them."""
    pair = _("“{flag}” flags and “{passed}” (line {line}) passes.").format(
        flag=_short(flag), passed=_short(passed), line=line or "?"
    )
    if doubt.why == "same":
        return _("The same words stand on both sides: {pair}").format(pair=pair), _("Keep one of the two.")
    counts = {"right": doubt.right, "total": doubt.total, "pair": pair}
    if doubt.why == "near":
        what = _(
            "The examples contradict each other: only {right} of {total} are most like their own side. Nearest: {pair}"
        )
        mend = _("Move what stands on the wrong side, and write more that differ in what they are about.")
        return what.format(**counts), mend
    what = _("The examples teach too little: left out, {right} of {total} are told rightly. Hardest: {pair}")
    return what.format(**counts), _("Write more examples of both kinds, or move what stands on the wrong side.")


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _SHOWN else f"{words[: _SHOWN - 1].rstrip()}…"

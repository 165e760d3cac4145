"""The shipped concepts, compiled once and read from the cache after that."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache as once
from pathlib import Path

from postorders import cache
from postorders.plain import revive, to_plain
from postorders.signals.concept import Ready
from postorders.signals.load import FOLDER, concept_files, load_concepts, make_ready

_CODE = tuple(Path(__file__).parent / name for name in ("phrase.py", "concept.py", "load.py", "holds.py"))


@once
def shipped() -> tuple[Ready, ...]:
    """Every concept of this release, ready to run."""
    return ready_from(files())


def files() -> tuple[Path, ...]:
    """The files of the concepts of this release."""
    return tuple(concept_files(FOLDER))


def ready_from(some: Iterable[Path]) -> tuple[Ready, ...]:
    """The concepts in some files, compiled, by way of the cache."""
    paths = list(some)
    key = cache.content_key((*paths, *_CODE))
    data = cache.cached("concepts", key, lambda: to_plain(make_ready(load_concepts(paths))))
    ready: tuple[Ready, ...] = revive(tuple[Ready, ...], data)
    return ready

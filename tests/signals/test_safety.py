"""An expression that could run away is refused before it ever runs; none that ships is one."""

from __future__ import annotations

import re
import time
from functools import cache
from pathlib import Path

import pytest

from postorders.posts.post import Post
from postorders.signals.concept import Concept, Ready
from postorders.signals.detect import MAX_WORDS, Detector
from postorders.signals.library import shipped
from postorders.signals.load import concept_files, load_concepts, make_ready
from postorders.signals.safety import unsafe

UNSAFE = [
    r"a+", r"a*", r"(a|b)*c", r"\w+@", r".*", r"(?:x{1,20}){1,20}", r"((a{1,60})b?){1,30}", r"a{2,}", r"a{1,999}",
    r"(?=a+)b", r"(?!.*x)y", r"(?:a|(?:b+))", r"\s*?x",
]  # fmt: skip
SAFE = [
    r"\d{3}-\d{2}-\d{4}",
    r"(?<!\d)\d{1,20}(?!\d)",
    r"(?:[a-z]{1,12} ){1,8}x",
    r"colou?r",
    r"(?:a|b)c{0,256}",
    r"[\w.-]{1,64}@",
]


@pytest.mark.parametrize("regex", UNSAFE)
def test_it_is_refused_with_the_mend(regex: str) -> None:
    assert "can run away. " in unsafe(regex)


@pytest.mark.parametrize("regex", SAFE)
def test_it_is_let_pass(regex: str) -> None:
    assert unsafe(regex) == ""


def test_what_is_no_expression_is_an_error() -> None:
    with pytest.raises(re.error):
        unsafe("(")


@cache
def concepts() -> dict[str, Concept]:
    return {concept.concept: concept for concept in load_concepts(concept_files())}


@pytest.fixture(scope="module")
def compiled() -> dict[str, Ready]:
    return {ready.concept: ready for ready in make_ready(concepts().values())}


@pytest.mark.parametrize("path", concept_files(), ids=lambda path: path.stem)
def test_every_expression_that_ships_is_safe(compiled: dict[str, Ready], path: Path) -> None:
    ready = compiled[path.stem]
    for pattern in (*ready.patterns, *ready.near, *ready.exclude):
        assert unsafe(re.sub(r"\{\{\w+\}\}", "x", pattern.regex)) == ""


NASTY = [
    "a" * 50_000,
    "the guy who " * 4_000,
    "1-2-3 " * 8_000,
    "@" * 50_000,
    "f u c k " * 6_000,
    "Ada Bo Cy " * 5_000,
    '"' * 50_000,
]


@pytest.fixture(scope="module")
def watch() -> Detector:
    return Detector(shipped(), {"email_domains": ("fultongrove.example",)})


def seconds(watch: Detector, text: str) -> float:
    """Time of the processor for one look at a post of the greatest length."""
    watch.detect(Post("p", text[:100]))
    began = time.process_time()
    watch.detect(Post("p", text[:MAX_WORDS]))
    return time.process_time() - began


@pytest.mark.parametrize("text", NASTY, ids=lambda text: text[:8])
def test_nasty_words_take_bounded_time(watch: Detector, text: str) -> None:
    assert seconds(watch, text) < 5


@pytest.mark.parametrize("path", concept_files(), ids=lambda path: path.stem)
def test_a_post_full_of_one_concept_takes_bounded_time(watch: Detector, path: Path) -> None:
    if sees := concepts()[path.stem].examples.sees:
        text = " ".join(sees) + " "
        assert seconds(watch, text * (MAX_WORDS // len(text) + 1)) < 10

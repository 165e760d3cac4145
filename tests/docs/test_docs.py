"""The pages tell the whole of the program, and nothing else: what is not documented, or no longer true, fails."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import click
import pytest

from postorders.cli.main import cli
from postorders.errors import InputError
from postorders.judge.judgment import OUTCOMES
from postorders.known import capabilities, planned
from postorders.policy.vocabulary import ATTRIBUTES, EFFECTS, Kind
from postorders.posts.post import Post
from postorders.signals.concept import Concept
from postorders.signals.detect import Detector
from postorders.signals.load import concept_files, load_concepts, make_ready

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
sys.path.insert(0, str(DOCS))

import build  # noqa: E402
import consoles  # noqa: E402
import writing  # noqa: E402
from builders import commands as commands_builder  # noqa: E402
from builders import concepts as concepts_builder  # noqa: E402
from builders import environment as environment_builder  # noqa: E402

PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])
MADE_BY_OTHERS = {DOCS / "reference" / name for name in build.WRITTEN_ELSEWHERE}
_LINK = re.compile(r"(?<!!)\[[^\]]+\]\(([^)\s]+)\)")
_FENCE = re.compile(r"^```.*?^```$", re.M | re.S)
_MACHINE = re.compile(r"(?<![\w.~])/(?!opt/postorders\b|mnt/backup\b)(?:work|root|home|tmp|Users|mnt|opt|var)/")
_REGISTRIES = re.compile(r"pypi\.org|pythonhosted|npmjs|registry\.\w|crates\.io|files\.python|index-url", re.I)
_BANNED = re.compile(
    r"\b(?:delve|seamless(?:ly)?|"
    r"leverag(?:e|es|ed|ing)|game-changer|cutting-edge|state-of-the-art|robust|blazing(?:ly)?|world-class|"
    r"unparalleled|effortless(?:ly)?|behaviour|colour|organisation|licence|judgement|analyse|whilst)\b",
    re.I,
)


def named(page: str) -> set[str]:
    """Everything in code type on a reference page."""
    return set(re.findall(r"`([^`\n]+)`", (DOCS / "reference" / page).read_text(encoding="utf-8")))


def ids(page: Path) -> str:
    return str(page.relative_to(ROOT))


def every_command() -> Iterator[tuple[str, click.Command]]:
    yield from commands_builder.commands(cli)


# What is there is documented.


def test_the_reference_is_what_the_code_says() -> None:
    assert build.stale(build.pages()) == []


def test_every_command_and_every_option_is_documented() -> None:
    text = (DOCS / "reference" / "commands.md").read_text(encoding="utf-8")
    sections = dict(re.findall(r"^## `(postorders[^`]*)`\n(.*?)(?=^## |\Z)", text, re.M | re.S))
    for name, command in every_command():
        assert name in sections
        for option in (p for p in command.params if isinstance(p, click.Option)):
            assert f"`{option.opts[-1]}`" in sections[name], f"{name} {option.opts[-1]}"


def test_every_exit_code_that_a_command_can_end_with_is_explained() -> None:
    for name, command in every_command():
        assert commands_builder.codes_used(command) <= commands_builder.codes_said(command).keys(), name


def test_every_concept_is_documented() -> None:
    assert {path.stem for path in concept_files()} <= named("concepts.md")


def test_every_word_of_a_clause_and_of_a_judgment_is_documented() -> None:
    assert {*get_args(Kind), *ATTRIBUTES, *EFFECTS, *OUTCOMES} <= named("vocabulary.md")


def test_every_capability_is_documented_built_or_not() -> None:
    assert {*capabilities(), *planned()} <= named("capabilities.md")


def test_every_environment_variable_is_documented() -> None:
    assert set(environment_builder.used()) <= named("environment.md")
    guide = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    own = ("CACHE", "DATA", "POLICIES", "READER", "WITNESS_KEY", "DOCUMENTS", "WITHOUT")
    assert all(f"`POSTORDERS_{name}`" in guide for name in own)


# These tests can fail.


def test_an_undocumented_concept_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = concepts_builder.concepts_page(load_concepts(concept_files()))
    new = Concept("raffle", "a raffle", "Sells chances in a raffle.", "capacity", patterns=("raffle ticket",))
    grown = concepts_builder.concepts_page((*load_concepts(concept_files()), new))
    build.write({"concepts.md": page}, tmp_path)
    assert build.stale({"concepts.md": page}, tmp_path) == []
    assert build.stale({"concepts.md": grown}, tmp_path) == ["concepts.md has fallen behind the code."]


def test_the_page_of_concepts_says_what_the_weights_have_learned_of_them(tmp_path: Path) -> None:
    file = tmp_path / "weights.json"
    at = {"threat": {"certain": 0.97, "possible": 0.6}, "bias": {}}
    file.write_text(json.dumps({"heads": [{"name": name, "at": degrees} for name, degrees in at.items()]}))
    concepts = tuple(one for one in load_concepts(concept_files()) if one.concept in ("threat", "bias", "ssn"))
    page = concepts_builder.concepts_page(concepts, concepts_builder.heads(file))
    told = {part.split("`")[1]: re.findall(r"^\| learned \| (.*) \|$", part, re.M) for part in page.split("### ")[1:]}
    never = "read, and never marked: no degree was precise enough"
    assert told == {"threat": ["possible, certain"], "bias": [never], "ssn": []}
    without = concepts_builder.concepts_page(concepts, concepts_builder.heads(tmp_path / "none.json"))
    assert "learned" not in without


def test_a_concept_file_alone_makes_the_check_fail(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "raffle.yaml"
    file.write_text(
        "concept: raffle\nlabel: a raffle\nsays: Sells chances in a raffle.\ngroup: capacity\npatterns: [raffle ticket]\n",
        encoding="utf-8",
    )
    monkeypatch.setattr(concepts_builder, "concept_files", lambda: [*concept_files(), file])
    assert build.main(["--check"]) == 1
    assert "docs/reference/concepts.md has fallen behind the code. Run 'make docs'." in capsys.readouterr().err


def test_a_missing_page_and_a_page_that_nothing_writes_are_reported(tmp_path: Path) -> None:
    (tmp_path / "old.md").write_text("Old.", encoding="utf-8")
    (tmp_path / "speed.md").write_text("Written by the benchmarks.", encoding="utf-8")
    assert build.stale({"new.md": "New."}, tmp_path) == ["new.md is missing.", "old.md is written by nothing."]


def test_a_name_without_a_description_is_refused() -> None:
    with pytest.raises(LookupError, match=r"^Not documented: the effect nag\. Describe it in docs/builders/\.$"):
        writing.described("effect", ["ask", "nag"], {"ask": "Asks."})
    with pytest.raises(LookupError, match=r"^Documented and gone: the effect ask\. Remove it from docs/builders/\.$"):
        writing.described("effect", [], {"ask": "Asks."})


def test_a_command_that_does_not_explain_itself_is_refused() -> None:
    command = replace_help(dict(every_command())["postorders check"], "Checks posts.")
    with pytest.raises(LookupError, match=r"help of 'x': exit code 1, exit code 3\.$"):
        commands_builder.check([("x", command)])
    silent = click.Command("y", params=[click.Option(["--loud"])], callback=command.callback, help=None)
    with pytest.raises(LookupError, match="--loud, itself"):
        commands_builder.check([("y", silent)])


def replace_help(command: click.Command, text: str) -> click.Command:
    return click.Command(command.name, params=command.params, callback=command.callback, help=text)


def test_an_undocumented_variable_is_found(tmp_path: Path) -> None:
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "new.py").write_text('import os\nos.environ.get("POSTORDERS_NEW")\n', encoding="utf-8")
    assert environment_builder.used(tmp_path) == ["POSTORDERS_NEW"]


# The terminals in the pages are real.


def test_the_pages_that_show_a_terminal_are_found() -> None:
    shown = {page.name for page in consoles.pages_with_consoles()}
    assert {"README.md", "ten-minutes.md", "read-a-judgment.md", "adopt-a-policy.md"} <= shown


@pytest.mark.parametrize("page", consoles.pages_with_consoles(), ids=ids)
def test_what_a_page_shows_is_what_is_printed(page: Path) -> None:
    assert consoles.differences(page) == []


def test_a_console_reads_commands_further_lines_and_output() -> None:
    block = "$ cat <<'END'\n> one\n>\n> END\none\n\n$ true\n"
    assert consoles.typed(block) == [consoles.Typed("cat <<'END'\none\n\nEND", "one\n\n"), consoles.Typed("true", "")]


@pytest.mark.parametrize(
    ("shown", "came", "same"),
    [
        ("a\nb\n", "a\nb\n", True),
        ("a\nb\n", "a\nc\n", False),
        ("a\n", "a\nb\n", False),
        ("a\n...\nz\n", "a\nb\nc\nz\n", True),
        ("a\n...\nz\n", "a\nz\n", True),
        ("a\n...\nz\n", "a\nb\n", False),
        ("version (...), yes\n", "version (1f2e), yes\n", True),
        ("", "anything\n", True),
        ("", "Traceback (most recent call last):\n", False),
        ("?\n", "anything\n", False),
    ],
)
def test_shown_and_printed_are_compared(shown: str, came: str, same: bool) -> None:
    assert consoles.agrees(shown, came) is same


def test_a_page_that_shows_something_else_is_reported_and_renewed(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "Before.\n\n```console\n$ echo one\ntwo\n$ printf '%s\\n' a b\n...\nc\n```\n\nAfter.\n", encoding="utf-8"
    )
    assert len(consoles.differences(page)) == 2
    left = consoles.renew(page)
    assert left == ["page.md: 'printf '%s\\n' a b' prints something else now, and the page leaves part of it out."]
    assert "$ echo one\none\n" in page.read_text(encoding="utf-8")


def test_the_concept_of_the_guide_works(tmp_path: Path) -> None:
    guide = (DOCS / "guides" / "add-a-concept.md").read_text(encoding="utf-8")
    text = re.findall(r"^```yaml\n(concept: .*?)^```", guide, re.M | re.S)[0]
    file = tmp_path / "concepts" / "raffle.yaml"
    file.parent.mkdir()
    file.write_text(text, encoding="utf-8")
    (*_, concept) = concepts = load_concepts([*concept_files(), file])
    detector = Detector(make_ready(concepts))
    for words in concept.examples.sees:
        assert seen(detector, words), words
    for words in (*concept.examples.passes, *concept.examples.known_misses):
        assert not seen(detector, words), words
    file.write_text(text.replace('"raffle {chance}?"', '"raffle {chanse}?"'), encoding="utf-8")
    with pytest.raises(InputError) as error:
        load_concepts([*concept_files(), file])
    assert f"```text\n{error.value}\n```" in guide


def seen(detector: Detector, words: str) -> bool:
    return any(s.concept == "raffle" and not s.lowered for s in detector.detect(Post("one", words)))


# The pages hang together.


def anchors(page: Path) -> set[str]:
    """The places in a page that a link can name, as GitHub makes them."""
    text = _FENCE.sub("", page.read_text(encoding="utf-8"))
    heads = re.findall(r"^#{1,6} (.+)$", text, re.M)
    return {re.sub(r"[^\w\- ]", "", head.lower()).strip().replace(" ", "-") for head in heads}


def broken_links(page: Path) -> list[str]:
    found = []
    for target in _LINK.findall(_FENCE.sub("", page.read_text(encoding="utf-8"))):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        goal = (page.parent / path).resolve() if path else page
        if goal in MADE_BY_OTHERS:
            continue
        if not goal.exists() or (anchor and anchor not in anchors(goal)):
            found.append(target)
    return found


@pytest.mark.parametrize("page", PAGES, ids=ids)
def test_every_link_leads_somewhere(page: Path) -> None:
    assert broken_links(page) == []


def test_a_link_that_leads_nowhere_is_found(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# Top\n\n[a](gone.md), [b](#top), [c](#bottom), [d](https://example.org/x)\n", encoding="utf-8")
    assert broken_links(page) == ["gone.md", "#bottom"]


def test_every_decision_is_listed() -> None:
    listed = (DOCS / "decisions" / "README.md").read_text(encoding="utf-8")
    assert all(f"({page.name})" in listed for page in (DOCS / "decisions").glob("0*.md"))


@pytest.mark.parametrize("page", PAGES, ids=ids)
def test_no_page_names_a_machine_a_registry_or_a_banned_word(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    found = [rule.search(text) for rule in (_MACHINE, _REGISTRIES, _BANNED)]
    assert [match.group() for match in found if match] == []


@pytest.mark.parametrize("text", ["see /home/devon/draft", "from pypi.org", "a robust tool", "the colour"])
def test_such_words_are_found(text: str) -> None:
    assert any(rule.search(text) for rule in (_MACHINE, _REGISTRIES, _BANNED))

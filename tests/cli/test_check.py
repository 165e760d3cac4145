"""`postorders check`: what it prints for one post, and how it ends."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.cast import CHIEF

from postorders.posts.permission import Delegation, Permission

Run = Callable[..., Any]
pytestmark = pytest.mark.usefixtures("concepts")

CLEAR = "Road closed at Elm and Third."
GUILTY = "Good news from Fulton Grove.\nThis is the guy who robbed the bakery on Third, and he is in jail.\nThank you!"
NUMBER = "Her number is 512-00-1234."
MEMBER = "I am a Fulton Grove officer."


@pytest.fixture
def check(postorders: Run, order: Path) -> Run:
    """Checks standard input against Order 12 on a fixed day."""

    def run(*args: object, account: str = "official", stdin: bytes | str = CLEAR) -> Any:
        return postorders("check", "--policy", order, "--account", account, "--as-of", "2026-03-02", *args, stdin=stdin)

    return run


def unhashed(text: str) -> str:
    """The text with every hash made the same, so that a snapshot holds words and not hashes."""
    return re.sub(r"\b[0-9a-f]{12}\b", "0" * 12, text)


@pytest.mark.parametrize(
    ("account", "stdin", "outcome", "code"),
    [
        ("official", CLEAR, "clear", 0),
        ("official", GUILTY, "hold", 1),
        ("personal", NUMBER, "ask", 1),
        ("official", "Gracias a la policía por todo lo que hizo con los niños.", "incomplete", 3),
    ],
)
def test_the_exit_code_tells_the_outcome(check: Run, account: str, stdin: str, outcome: str, code: int) -> None:
    said = check("--format", "jsonl", "--input", "text", account=account, stdin=stdin)
    # one text is one post, and one post is one line
    assert [line["outcome"] for line in said.lines] == [outcome]
    assert (said.code, said.err) == (code, "")


@pytest.mark.parametrize(
    ("posts", "code"),
    [
        ([CLEAR, CLEAR], 0),
        ([CLEAR, "Gracias a la policía por todo lo que hizo con los niños."], 3),
        (["Gracias a la policía por todo lo que hizo con los niños.", NUMBER, CLEAR], 1),
        ([CLEAR, None, NUMBER], 2),
        ([None, CLEAR], 2),
    ],
)
def test_of_several_outcomes_the_gravest_is_the_exit_code(check: Run, posts: list[str | None], code: int) -> None:
    lines = [json.dumps({"text": text}) if text else "{broken" for text in posts]
    said = check("--format", "jsonl", stdin="\n".join(lines))
    assert said.code == code
    assert len(said.lines) == sum(text is not None for text in posts)


def test_a_flag_as_a_person_reads_it(check: Run, snapshot: Callable[[str, str], None]) -> None:
    snapshot(unhashed(check(stdin=GUILTY).out), "hold")


def test_leave_that_could_be_had_as_a_person_reads_it(check: Run, snapshot: Callable[[str, str], None]) -> None:
    snapshot(unhashed(check(account="personal", stdin=NUMBER).out), "ask")


def test_a_clear_post_as_a_person_reads_it(check: Run, snapshot: Callable[[str, str], None]) -> None:
    snapshot(unhashed(check().out), "clear")


def test_the_trace_as_a_person_reads_it(check: Run, snapshot: Callable[[str, str], None]) -> None:
    said = check("--explain", "--moment", "publication", "--device", "personal", stdin=GUILTY)
    snapshot(unhashed(said.out), "explained")


def test_questions_as_a_person_reads_them(check: Run, snapshot: Callable[[str, str], None], tmp_path: Path) -> None:
    post = {"id": "p-7", "text": MEMBER, "media": [{"kind": "photo", "name": "patrol.jpg"}]}
    (tmp_path / "post.json").write_text(json.dumps(post))
    snapshot(unhashed(check(tmp_path / "post.json", account="personal").out), "questions")


def test_the_caret_line_stands_under_the_very_words(check: Run) -> None:
    lines = check(stdin=GUILTY).out.splitlines()
    (carets,) = [number for number, line in enumerate(lines) if set(line.strip()) == {"^"}]
    start, end = lines[carets].index("^"), len(lines[carets])
    assert lines[carets - 1][start:end] == "This is the guy who robbed"


def test_the_caret_line_stands_right_under_wide_and_invisible_characters(check: Run) -> None:
    lines = check(stdin="警察 e\u0301 this is the guy who robbed us").out.splitlines()
    (carets,) = [number for number, line in enumerate(lines) if set(line.strip()) == {"^"}]
    before = lines[carets - 1].index("this is")
    assert lines[carets].index("^") == before + 2 - 1  # two wide characters more, one joining mark less


def test_a_judgment_has_the_fields_that_others_rely_on(check: Run) -> None:
    (judgment,) = check("--format", "jsonl", "--input", "text", stdin=GUILTY).lines
    assert {"id", "policy", "outcome", "flags", "for_a_person", "unchecked", "engine"} <= judgment.keys()
    assert {"id", "version", "hash"} <= judgment["policy"].keys()
    assert judgment["policy"]["id"] == "order-12"
    (flag,) = judgment["flags"]
    assert {"clause", "label", "effect", "concept", "spans", "why", "lifted_by", "remedy"} <= flag.keys()
    assert (flag["clause"], flag["effect"], flag["concept"]) == ("12.3", "hold", "guilt-statement")
    (span,) = flag["spans"]
    assert (span["start"], span["end"], span["text"]) == (29, 55, "This is the guy who robbed")
    assert GUILTY[29:55] == span["text"]


def test_json_is_an_array_and_jsonl_a_line_each_of_the_same_judgments(check: Run, tmp_path: Path) -> None:
    path = tmp_path / "posts.jsonl"
    path.write_text("\n".join(json.dumps({"id": f"p-{n}", "text": text}) for n, text in enumerate((CLEAR, GUILTY))))
    array, lines = check(path, "--format", "json"), check(path, "--format", "jsonl")
    assert array.data == lines.lines
    assert [judgment["id"] for judgment in array.data] == ["p-0", "p-1"]


@pytest.mark.parametrize("form", ["text", "json", "jsonl"])
def test_the_same_input_gives_the_same_bytes(check: Run, form: str) -> None:
    args = ("--format", form, "--explain", "--input", "text")
    assert check(*args, stdin=GUILTY).out == check(*args, stdin=GUILTY).out


def test_the_trace_is_there_when_asked_for_and_not_else(check: Run) -> None:
    (with_trace,) = check("--format", "json", "--explain", stdin=GUILTY).data
    (without,) = check("--format", "json", stdin=GUILTY).data
    assert {step["clause"]: step["came_to"] for step in with_trace["trace"]}["12.3"] == "flagged: hold"
    assert "trace" not in without


def write(path: Path, **given: str) -> Path:
    usual = {
        "id": "leave-7",
        "kind": "number-release",
        "granted_by": "chief",
        "granted_by_name": CHIEF,
        "form": "written",
    }
    lines = [f'{name}: "{value}"' for name, value in {**usual, "start": "2026-01-01", **given}.items()]
    path.write_text("\n".join(lines) + "\n")
    return path


def test_with_leave_a_post_goes_from_ask_to_clear_and_back_when_it_has_ended(check: Run, tmp_path: Path) -> None:
    args = {"account": "personal", "stdin": NUMBER}
    assert check(**args).code == 1
    said = check("--permission", write(tmp_path / "leave.yaml"), **args)
    assert (said.code, "lifted by the permission leave-7" in said.out) == (0, True)
    ended = check("--permission", write(tmp_path / "leave.yaml", end="2026-02-28"), **args)
    assert (ended.code, "It ended on 2026-02-28, before 2026-03-02." in ended.out) == (1, True)
    wrong = check("--permission", write(tmp_path / "leave.yaml", granted_by="sergeant"), **args)
    assert (wrong.code, "It was given by 'sergeant'" in wrong.out) == (1, True)


def test_leave_may_be_json_and_several_may_be_held(check: Run, tmp_path: Path) -> None:
    old = write(tmp_path / "old.yaml", id="old", end="2026-01-31")
    new = {"id": "new", "kind": "number-release", "granted_by": "chief", "form": "written", "start": "2026-02-01"}
    (tmp_path / "new.json").write_text(json.dumps([new]))
    said = check("--permission", old, "--permission", tmp_path / "new.json", account="personal", stdin=NUMBER)
    assert (said.code, "lifted by the permission new" in said.out) == (0, True)


def test_leave_may_be_the_file_that_a_desk_hands_out(check: Run, tmp_path: Path) -> None:
    """`permissions.json`: a list under `permissions`; a designee may have been named until further notice."""
    by = Delegation("Adaeze Whitlow", "2026-01-01")
    leave = Permission("2026-00001", "number-release", "chief", "written", "2026-02-01", delegation=by)
    given = leave.to_dict()
    (tmp_path / "permissions.json").write_text(json.dumps({"permissions": [given]}, indent=1))
    said = check("--permission", tmp_path / "permissions.json", account="personal", stdin=NUMBER)
    assert (said.code, "lifted by the permission 2026-00001" in said.out) == (0, True)


@pytest.mark.parametrize(
    ("options", "outcome"),
    [
        ((), "ask"),
        (("--class", "officer"), "ask"),
        (("--class", "civilian"), "clear"),
        (("--class", "officer", "--fact", "undercover-work=no"), "clear"),
        (("--class", "officer", "--fact", "undercover-work=yes"), "advise"),
    ],
)
def test_an_answer_decides(check: Run, options: tuple[str, ...], outcome: str) -> None:
    (judgment,) = check("--format", "json", *options, account="personal", stdin=MEMBER).data
    assert judgment["outcome"] == outcome


def test_to_name_the_device_is_to_say_how_it_goes_out(check: Run) -> None:
    assert check("--device", "personal", "--duty", "on").code == 1
    assert check("--device", "personal", "--duty", "off").code == 0
    assert check("--device", "personal", "--duty", "on", "--moment", "draft").code == 0
    assert check("--device", "personal").code == 3


def test_what_somebody_else_posted_is_said_with_an_option(check: Run) -> None:
    (judgment,) = check("--format", "json", "--third-party", stdin=GUILTY).data
    assert judgment["basis"]["post"]["third_party"] is True


def test_a_post_is_judged_by_the_version_in_force_when_it_was_made(postorders: Run, order: Path) -> None:
    args = ("check", "--policy", order, "--account", "official", "--format", "jsonl")
    made = json.dumps({"text": CLEAR, "time": "2025-06-01T08:00:00-05:00"})
    assert postorders(*args, stdin=made).lines[0]["as_of"] == "2025-06-01"
    assert postorders(*args, "--as-of", "2026-03-02", stdin=made).lines[0]["as_of"] == "2026-03-02"


def test_the_option_is_the_account_of_posts_that_say_none_and_must_not_contradict_one(check: Run) -> None:
    posts = [{"text": GUILTY, "account": "personal"}, {"text": GUILTY}]
    said = check("--format", "jsonl", stdin="\n".join(map(json.dumps, posts)))
    assert [(line["account"], line["outcome"]) for line in said.lines] == [("official", "hold")]
    assert said.err == (
        "postorders: standard input:1: The post says personal, the option says official. Change one of them.\n"
    )
    assert said.code == 2

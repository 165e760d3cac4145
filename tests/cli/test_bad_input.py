"""Bad input is one clear message each, with exit code 2 and no traceback; other posts are still judged."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
GOOD = '{"id": "good", "text": "Road closed."}'


@pytest.fixture
def check(postorders: Run, order: Path, concepts: Path) -> Run:
    """Checks against Order 12, with the good post in a second file beside the bad one."""

    def run(*args: object, stdin: bytes | str = b"", policy: object = order, account: str = "official") -> Any:
        given = ("--account", account) if account else ()
        said = postorders("check", "--policy", policy, *given, "--format", "jsonl", *args, stdin=stdin)
        assert "Traceback" not in said.err
        assert all(line.startswith("postorders: ") for line in said.err.splitlines() if line)
        return said

    return run


BAD: dict[str, tuple[str, bytes, str]] = {
    "not UTF-8": ("post.txt", b"caf\xe9 \xff\xfe\xfa", "UTF-8"),
    "not JSON": ("post.json", b'{"text": "Road', "This is not JSON"),
    "no text": ("post.json", b'{"id": "x"}', "text"),
    "an unknown field": ("post.json", b'{"text": "x", "acount": "official"}', "acount"),
    "an unknown account": ("post.json", b'{"text": "x", "account": "privat"}', "privat"),
    "a field of the wrong sort": ("post.json", b'{"text": 5}', "must be text"),
    "an unknown duty": ("post.json", b'{"text": "x", "context": {"duty": "lunch"}}', "lunch"),
    "an unknown fact": ("post.json", b'{"text": "x", "context": {"facts": {"patch-visble": "yes"}}}', "patch-visible"),
    "an answer that is none": (
        "post.json",
        b'{"text": "x", "context": {"facts": {"patch-visible": "maybe"}}}',
        "maybe",
    ),
    "an empty file": ("post.txt", b"", "The file is empty."),
    "a blank file": ("post.json", b" \n\n", "The file is empty."),
    "a time that is none": ("post.json", b'{"text": "x", "time": "yesterday"}', "yesterday"),
    "before the policy": ("post.json", b'{"text": "x", "time": "2019-05-05"}', "No version of order-12 was in force"),
}


@pytest.mark.parametrize(("name", "data", "says"), BAD.values(), ids=BAD)
def test_one_message_and_the_others_are_judged(check: Run, tmp_path: Path, name: str, data: bytes, says: str) -> None:
    (tmp_path / name).write_bytes(data)
    (tmp_path / "good.json").write_text(GOOD)
    said = check(tmp_path / name, tmp_path / "good.json")
    assert said.code == 2
    assert len(said.err.splitlines()) == 1
    assert says in said.err
    assert [judgment["id"] for judgment in said.lines] == ["good"]


def test_a_folder_is_one_message(check: Run, tmp_path: Path) -> None:
    said = check(tmp_path)
    assert (said.code, said.err) == (2, f"postorders: {tmp_path}: It is a folder. Name the files in it.\n")


def test_a_file_that_is_not_there_is_one_message(check: Run, tmp_path: Path) -> None:
    said = check(tmp_path / "none.json")
    assert (said.code, said.err) == (
        2,
        f"postorders: {tmp_path / 'none.json'}: There is no such file. Check the name.\n",
    )


def test_a_line_of_50_megabytes_is_one_message_and_the_lines_around_it_are_judged(check: Run) -> None:
    huge = b'{"text": "' + b"a" * 50_000_000 + b'"}'
    said = check("-", stdin=b"\n".join([GOOD.encode(), huge, GOOD.replace("good", "after").encode()]))
    assert said.code == 2
    assert len(said.err.splitlines()) == 1
    assert "standard input:2: " in said.err
    assert [judgment["id"] for judgment in said.lines] == ["good", "after"]


def test_each_bad_line_of_many_has_its_own_message_with_its_line(check: Run) -> None:
    said = check("-", stdin="\n".join([GOOD, "{", '{"text": 5}', GOOD.replace("good", "last")]))
    assert [line.split(": ")[1].split(":")[:2] for line in said.err.splitlines()] == [
        ["standard input", "2"],
        ["standard input", "3"],
    ]
    assert [judgment["id"] for judgment in said.lines] == ["good", "last"]


def test_nothing_on_standard_input_is_one_message(check: Run) -> None:
    said = check("--input", "text", stdin=b"")
    assert (said.code, len(said.err.splitlines())) == (2, 1)
    assert "The file is empty." in said.err


def test_an_account_that_nobody_named_is_asked_for(check: Run) -> None:
    said = check(stdin=GOOD, account="")
    assert said.code == 2
    assert "Nobody said whose account it is. Add --account official or --account personal." in said.err


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (("--as-of", "2024-12-31"), "No version of order-12 was in force on 2024-12-31."),
        (("--as-of", "last week"), "'last week' is not a date. Write it as YYYY-MM-DD"),
        (("--as-of", "2026-02-30"), "'2026-02-30' is not a date."),
        (("--fact", "patch-visible"), "'patch-visible' is not an answer."),
        (("--fact", "patch=yes"), "patch-visible"),
        (("--input", "msword"), "There is no format 'msword'."),
        (("--permission", "none.yaml"), "There is no such file of permissions."),
        (("--replay", "none.json"), "There is no such file."),
    ],
)
def test_an_option_that_makes_no_sense_is_one_message(check: Run, args: tuple[str, ...], says: str) -> None:
    said = check(*args, stdin=GOOD)
    assert (said.code, said.out) == (2, "")
    assert len(said.err.splitlines()) == 1
    assert says in said.err


def test_an_unknown_policy_is_one_message_with_the_nearest_name(check: Run) -> None:
    said = check(stdin=GOOD, policy="raymore8")
    assert said.err == "postorders: There is no policy 'raymore8'. Did you mean 'raymore-8'?\n"
    assert said.code == 2


def test_a_pack_with_errors_is_told_with_their_places(check: Run, order: Path) -> None:
    path = order / "12-words.yaml"
    path.write_text(path.read_text().replace("looks_for: [ssn]", "looks_for: [snn]"))
    said = check(stdin=GOOD)
    assert said.code == 2
    assert said.err.startswith("postorders: order-12/12-words.yaml:40:3: There is no concept 'snn'.")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("kind: [", "Not YAML"),
        ("- 5\n", "It must be a mapping"),
        ("id: a\n", "is missing"),
        ("id: a\nkind: k\ngranted_by: chief\nform: sung\nstart: 2026-01-01\n", "sung"),
        ("id: a\nkind: k\ngranted_by: chief\nform: written\nstart: 2026-01-01\nend: 2025-01-01\n", "is before"),
        ("id: a\nkind: k\ngranted_by: chief\nform: written\nstart: soon\n", "soon"),
    ],
)
def test_leave_that_cannot_be_read_is_told_and_nothing_is_judged(
    check: Run, tmp_path: Path, text: str, says: str
) -> None:
    (tmp_path / "leave.yaml").write_text(text)
    said = check("--permission", tmp_path / "leave.yaml", stdin=GOOD)
    assert (said.code, said.out) == (2, "")
    assert says in said.err


@pytest.mark.parametrize(
    "args",
    [
        ("chek",),
        ("policy", "lst"),
        ("check",),
        ("check", "--acount", "official"),
        ("check", "--account", "mine"),
        ("check", "--duty", "lunch"),
        ("check", "--device", "phone"),
        ("check", "--moment", "later"),
        ("check", "--class", "chief"),
    ],
)
def test_bad_usage_ends_in_a_hint(postorders: Run, args: tuple[str, ...]) -> None:
    said = postorders(*args)
    assert said.code == 2
    assert "Error: " in said.err
    assert "Traceback" not in said.err


def test_the_nearest_command_is_named(postorders: Run) -> None:
    assert "There is no command 'chek'. Did you mean 'check'?" in postorders("chek").err


def test_a_reader_that_stops_listening_is_no_error(order: Path) -> None:
    """`postorders ... | head -1` must not end in a traceback."""
    posts = "".join(json.dumps({"id": str(n), "text": "Road closed."}) + "\n" for n in range(2000))
    command = [sys.executable, "-m", "postorders", "policy", "schema"]
    ran = subprocess.run(
        f"{' '.join(command)} | head -1", shell=True, input=posts, capture_output=True, text=True, check=False
    )
    assert ran.stdout == "{\n"
    assert ran.stderr == ""


@pytest.mark.parametrize(
    "data", [b"\x00\x01\x02", b"\xef\xbb\xbf", b"[" * 100_000, b'{"text": "\\ud800"}', b"null", b"[]"]
)
@pytest.mark.parametrize("form", ["", "text", "json", "jsonl", "csv", "activity"])
def test_no_bytes_end_in_a_traceback(check: Run, data: bytes, form: str) -> None:
    said = check(*(("--input", form) if form else ()), stdin=data)
    assert said.code in (0, 1, 2, 3)

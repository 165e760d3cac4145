"""`postorders check` with the weights that ship: what it adds, what it says of itself, and that it asks nobody."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.signals.learned.tiny import make

from postorders.signals.learned.reading import installed

Run = Callable[..., Any]
PLAIN = "I will kill you if you come to my house again."
POSTS = [
    "If I see that councilman downtown I will break his jaw, and everyone knows where he parks.",
    "They are all animals and should be put down.",
    "Vote for Harlan Doyle for sheriff on Tuesday. He is the only choice for this county.",
    PLAIN,
]
QUOTED = 'Someone sprayed "all Muslims are animals" on the mosque. That is hateful and wrong, and we stand with our neighbors.'
GIVEN = ("--policy", "raymore-8", "--account", "personal", "--as-of", "2026-03-02", "--format", "jsonl")


@pytest.fixture
def check(postorders: Run, tmp_path: Path) -> Run:
    """Checks some texts as personal posts under raymore-8 on a fixed day."""

    def run(*texts: str, options: tuple[str, ...] = ()) -> Any:
        path = tmp_path / "posts.jsonl"
        path.write_text("".join(json.dumps({"id": f"p{n}", "text": text}) + "\n" for n, text in enumerate(texts)))
        return postorders("check", *GIVEN, *options, path)

    return run


@pytest.fixture
def tiny(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Weights that see nothing, in a folder that may be spoiled."""
    place = make(tmp_path / "reader", [*POSTS, QUOTED])
    monkeypatch.setenv("POSTORDERS_READER", str(place))
    installed.cache_clear()
    yield place
    installed.cache_clear()


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever opens a connection or asks for an address fails."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("A connection was opened.")

    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, refuse)
    for name in ("getaddrinfo", "create_connection", "gethostbyname"):
        monkeypatch.setattr(socket, name, refuse)


def signals(said: Any) -> list[list[dict[str, Any]]]:
    """The sightings of each post."""
    return [line["basis"]["sightings"].get("signals", []) for line in said.lines]


def live(said: Any, concept: str) -> list[dict[str, Any]]:
    return [one for some in signals(said) for one in some if one["concept"] == concept and not one.get("lowered")]


def floats(value: Any) -> list[float]:
    """Every number with a fraction in some JSON."""
    if isinstance(value, dict):
        return [number for one in value.values() for number in floats(one)]
    if isinstance(value, list):
        return [number for one in value for number in floats(one)]
    return [value] if isinstance(value, float) else []


@pytest.mark.proves(capability="learned-signals")
def test_a_judgment_names_the_weights_and_what_they_saw_in_words_without_a_number(check: Run, reading: Any) -> None:
    said = check(*POSTS)
    assert {line["engine"]["weights"] for line in said.lines} == {reading.reader.weights.hash}
    learned = [one for some in signals(said) for one in some if one["how"].startswith("learned")]
    assert learned
    assert {one.get("sure", "likely") for one in learned} <= {"certain", "likely", "possible"}
    assert floats(said.lines) == []


@pytest.mark.proves(capability="learned-signals")
def test_a_judgment_with_learned_signals_replays_to_the_same_bytes(
    check: Run, postorders: Run, reading: Any, tmp_path: Path
) -> None:
    said = check(*POSTS)
    assert '"how":"learned' in said.out
    (tmp_path / "kept.jsonl").write_text(said.out, encoding="utf-8")
    again = postorders("check", "--replay", tmp_path / "kept.jsonl", "--format", "jsonl")
    assert (again.code, again.err, again.out) == (0, "", said.out)


@pytest.mark.proves(capability="learned-signals")
def test_a_figure_of_speech_is_no_threat_and_the_plain_threat_is(check: Run, reading: Any) -> None:
    assert live(check("I could murder a burger."), "threat") == []
    assert live(check(PLAIN), "threat") != []
    assert check(PLAIN).lines[0]["engine"]["weights"] == reading.reader.weights.hash


@pytest.mark.proves(capability="learned-signals")
def test_quoting_hate_to_condemn_it_is_no_hate_and_says_what_speaks_against_it(check: Run, reading: Any) -> None:
    said = check(QUOTED)
    assert live(said, "bias") + live(said, "dehumanizing") == []
    assert said.lines[0]["engine"]["weights"] == reading.reader.weights.hash
    assert any(one.get("lowered") for one in signals(said)[0])
    assert "speaks against it" in json.dumps(said.lines[0]["notes"])


@pytest.mark.parametrize("how", ["none", "patterns-only"])
def test_without_weights_patterns_alone_look_and_the_judgment_says_none(
    check: Run, tiny: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    if how == "none":
        monkeypatch.setenv("POSTORDERS_READER", "none")
    said = check(PLAIN, options=("--patterns-only",) if how == "patterns-only" else ())
    assert said.lines[0]["engine"]["weights"] == "none"
    assert [one["how"] for one in live(said, "threat")] == ["threat/1"]


@pytest.mark.parametrize("name", ["encoder.onnx", "vocab.txt", "weights.json"])
def test_damaged_weights_are_refused_in_words_with_exit_code_2(check: Run, tiny: Path, name: str) -> None:
    (tiny / name).write_bytes(b"(" + (tiny / name).read_bytes()[1:])
    said = check(PLAIN)
    assert (said.code, said.out, "Traceback" in said.err) == (2, "", False)
    assert f"{name} of the weights is damaged" in said.err
    assert "Mend what POSTORDERS_READER names." in said.err


def test_what_is_kept_is_judged_again_without_the_weights(
    check: Run, postorders: Run, tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = check(PLAIN)
    assert said.lines[0]["engine"]["weights"] != "none"
    (tmp_path / "kept.jsonl").write_text(said.out, encoding="utf-8")
    monkeypatch.setenv("POSTORDERS_READER", "none")
    installed.cache_clear()
    again = postorders("check", "--replay", tmp_path / "kept.jsonl", "--format", "jsonl")
    assert (again.code, again.out) == (0, said.out)


@pytest.mark.usefixtures("no_network", "tiny")
def test_no_connection_is_opened_to_check_to_score_or_to_screen(check: Run, postorders: Run, tmp_path: Path) -> None:
    assert check(*POSTS).code == 1
    assert postorders("signals", tmp_path / "posts.jsonl").code == 0
    said = postorders(
        "screen", "--policy", "raymore-8", "--account", "personal", "--as-of", "2026-03-02", "--jobs", 1, "--quiet",
        "-o", tmp_path / "flags.jsonl", tmp_path / "posts.jsonl",
    )  # fmt: skip
    assert (said.code, len((tmp_path / "flags.jsonl").read_text().splitlines())) == (1, len(POSTS))


def test_in_a_process_without_any_network_it_is_the_same(check: Run, tiny: Path, tmp_path: Path) -> None:
    """In a network namespace of its own where the system lets a user have one."""
    said = check(*POSTS)
    alone = ["unshare", "--map-root-user", "--net"]
    try:
        may = subprocess.run([*alone, "true"], capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        may = False
    command = [sys.executable, "-m", "postorders", "check", *GIVEN, str(tmp_path / "posts.jsonl")]
    done = subprocess.run(
        [*(alone if may else []), *command], capture_output=True, text=True, check=False, env=dict(os.environ)
    )
    assert (done.returncode, done.stdout) == (said.code, said.out)

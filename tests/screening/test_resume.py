"""A run that was killed, stopped or spoiled: it goes on where it was, or says why it does not."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from tests.screening.conftest import CLEAR, GUILTY, NUMBER

Run = Callable[..., Any]
SHARD, POSTS = 20, 6_000
STARTED = 4  # shards that are kept before a run is ended


@pytest.fixture
def posts(tmp_path: Path) -> Path:
    """Posts for three hundred shards, two of them bad."""
    texts = [f"{(CLEAR, GUILTY, NUMBER)[number % 3]} {number}" for number in range(POSTS)]
    lines = [json.dumps({"id": f"p{number}", "text": text}) for number, text in enumerate(texts)]
    lines[30], lines[900] = "{broken", "[]"
    (tmp_path / "posts.jsonl").write_text("\n".join(lines) + "\n")
    return tmp_path / "posts.jsonl"


@pytest.fixture
def start(order: Path, posts: Path) -> Iterator[Run]:
    """Starts a run of two processes over the posts, as a terminal does: in a process group of its own."""
    running: list[subprocess.Popen[str]] = []

    def begin(out: str, *more: str) -> subprocess.Popen[str]:
        options = ("--policy", str(order), "--account", "official", "--as-of", "2026-03-02", "--jobs", "2")
        command = [sys.executable, "-m", "postorders", "screen", str(posts), "-o", out, *options, *more]
        run = subprocess.Popen(
            [*command, "--shard", str(SHARD)], cwd=posts.parent, text=True, start_new_session=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip
        running.append(run)
        return run

    yield begin
    for run in running:
        if run.poll() is None:
            run.kill()
        run.communicate()


def shards(out: Path) -> list[Path]:
    """The shards that are kept."""
    return sorted(Path(f"{out}.work").glob("shard-*[0-9].parquet"))


def after_some(out: Path, run: subprocess.Popen[str]) -> None:
    """Waits until some shards are kept."""
    while len(shards(out)) < STARTED:
        assert run.poll() is None, run.communicate()
        time.sleep(0.01)


def children(process: int) -> list[int]:
    """The processes that one has started."""
    return [int(child) for child in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


def is_running(process: int) -> bool:
    """Whether it is there, and no mere remainder of one."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def finished(run: subprocess.Popen[str]) -> tuple[int, str, str]:
    """The exit code of a run, what it said, and what it complained of."""
    out, err = run.communicate(timeout=120)
    return run.returncode, out, err


@pytest.fixture
def whole(start: Run, posts: Path) -> bytes:
    """What a run gives that nobody disturbs."""
    assert finished(start("whole.jsonl"))[0] == 2
    return (posts.parent / "whole.jsonl").read_bytes()


def test_a_killed_run_goes_on_and_gives_the_same_bytes(start: Run, posts: Path, whole: bytes) -> None:
    out = posts.parent / "flags.jsonl"
    killed = start("flags.jsonl")
    after_some(out, killed)
    workers = children(killed.pid)
    os.kill(killed.pid, signal.SIGKILL)
    killed.wait()
    while any(map(is_running, workers)):  # they end by themselves
        time.sleep(0.01)
    assert not out.exists()
    kept = len(shards(out))
    code, said, err = finished(start("flags.jsonl"))
    told = "flags.jsonl: 5,998 posts: 2,000 hold, 2,000 ask, 1,998 clear.\nflags.bad.jsonl: 2 bad rows.\n"
    assert (code, said) == (2, told)
    assert f"({kept * SHARD} of them by an earlier run)" in err
    assert out.read_bytes() == whole
    assert (posts.parent / "flags.bad.jsonl").read_bytes() == (posts.parent / "whole.bad.jsonl").read_bytes()
    assert not Path(f"{out}.work").exists()


def test_ctrl_c_keeps_what_is_done_and_says_how_to_go_on(start: Run, posts: Path, whole: bytes) -> None:
    out = posts.parent / "flags.parquet"
    stopped = start("flags.parquet")
    after_some(out, stopped)
    os.killpg(stopped.pid, signal.SIGINT)  # with most of the posts yet to do
    code, said, err = finished(stopped)
    told = "postorders: Stopped. What is done is kept in flags.parquet.work; give the same command again to go on."
    assert (code, said, err.splitlines()[-1]) == (2, "", told)
    assert "Traceback" not in err
    assert not out.exists()
    finished(start("flags.parquet"))
    assert pq.read_table(out).to_pylist() == [json.loads(line) for line in whole.splitlines()]


def test_a_process_that_dies_costs_no_shard_that_is_kept(start: Run, posts: Path, whole: bytes) -> None:
    out = posts.parent / "flags.jsonl"
    run = start("flags.jsonl")
    after_some(out, run)
    os.kill(children(run.pid)[-1], signal.SIGKILL)
    code, said, err = finished(run)
    mend = "The memory may have run out. Run the same command again to go on, with fewer --jobs."
    told = f"postorders: flags.jsonl: A process of the run ended by itself. {mend}"
    assert (code, said, err.splitlines()[-1]) == (2, "", told)
    assert len(shards(out)) >= STARTED
    finished(start("flags.jsonl"))
    assert out.read_bytes() == whole


def test_a_run_that_is_not_the_same_does_not_go_on(screen: Run, lines: Run, posts: Path, tmp_path: Path) -> None:
    begun(screen, posts, tmp_path)
    said = screen(posts, "--shard", SHARD, "--duty", "on")
    assert (said.code, said.err) == (
        2,
        f"postorders: {tmp_path}/flags.jsonl.work: An unfinished run is here, and it was another one: options changed. "
        f"Give the same files and options to go on, or remove the folder {tmp_path}/flags.jsonl.work to start anew.\n",
    )
    posts.write_text(posts.read_text() + json.dumps({"text": CLEAR}) + "\n")
    assert "it was another one: inputs changed." in screen(posts, "--shard", SHARD).err


def test_a_changed_policy_does_not_go_on(screen: Run, posts: Path, order: Path, tmp_path: Path) -> None:
    begun(screen, posts, tmp_path)
    (chapter,) = [path for path in order.rglob("*.yaml") if "effect: hold" in path.read_text()][:1]
    chapter.write_text(chapter.read_text().replace("effect: hold", "effect: advise", 1))
    assert "it was another one: policy changed." in screen(posts, "--shard", SHARD).err


def test_a_run_that_goes_on_keeps_the_day_on_which_it_began(
    screen: Run, postorders: Run, order: Path, posts: Path, tmp_path: Path, records: Run
) -> None:
    options = (
        "--policy",
        order,
        "--account",
        "official",
        "--jobs",
        1,
        "--shard",
        SHARD,
        "-o",
        tmp_path / "flags.jsonl",
    )
    begun(lambda *_: postorders("screen", *options, posts), posts, tmp_path)
    manifest = tmp_path / "flags.jsonl.work" / "manifest.json"
    manifest.write_text(json.dumps(json.loads(manifest.read_text()) | {"day": "2026-01-31"}))
    postorders("screen", *options, posts)
    assert {one["as_of"] for one in records()[STARTED * SHARD :]} == {"2026-01-31"}


def test_a_run_stopped_while_it_put_its_results_in_place_goes_on(
    screen: Run, posts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from postorders.screening.bulk.work import Work

    with monkeypatch.context() as patch:
        patch.setattr(Work, "end", stop)
        assert screen(posts, "--shard", SHARD).code == 2
    before = (tmp_path / "flags.jsonl").read_bytes()
    assert screen(posts, "--shard", SHARD).code == 2
    assert (tmp_path / "flags.jsonl").read_bytes() == before
    assert not (tmp_path / "flags.jsonl.work").exists()


def test_a_damaged_shard_is_named(screen: Run, posts: Path, tmp_path: Path) -> None:
    begun(screen, posts, tmp_path)
    shard = shards(tmp_path / "flags.jsonl")[1]
    shard.write_bytes(shard.read_bytes()[:50])
    told = f"postorders: {shard}: The shard is damaged. Remove it, and run the same command again.\n"
    assert screen(posts, "--shard", SHARD, "--quiet").err == told


def test_an_output_that_exists_is_replaced_only_when_asked(
    screen: Run, lines: Run, records: Run, tmp_path: Path
) -> None:
    screen(lines(CLEAR, b"{"))
    file = lines(GUILTY)
    said = screen(file)
    told = f"postorders: {tmp_path}/flags.jsonl: It exists already. Give another name, or --force to replace it.\n"
    assert (said.code, said.err) == (2, told)
    assert screen(file, "--force").code == 1
    assert [one["outcome"] for one in records()] == ["hold"]
    assert not (tmp_path / "flags.bad.jsonl").exists()  # those were of the run that was replaced


def test_two_runs_do_not_write_the_same_output(screen: Run, posts: Path, tmp_path: Path) -> None:
    from postorders.screening.bulk.work import Work

    begun(screen, posts, tmp_path)
    with Work(tmp_path / "flags.jsonl").alone():
        said = screen(posts, "--shard", SHARD)
    assert said.err == f"postorders: {tmp_path}/flags.jsonl.work: Another run is writing here. Wait until it ends.\n"


def test_a_file_that_changes_under_a_run_gives_no_output(
    screen: Run, lines: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from postorders.screening.bulk.work import Work

    file, keep = lines(CLEAR, GUILTY), Work.keep

    def spoil(work: Work, number: int, table: Any) -> None:
        keep(work, number, table)
        file.write_text(json.dumps({"text": NUMBER}) + "\n" + file.read_text())

    monkeypatch.setattr(Work, "keep", spoil)
    said = screen(file, "--quiet")
    assert said.err.startswith(f"postorders: {file}: The file changed while it was screened, and nothing was written.")
    assert not (tmp_path / "flags.jsonl").exists()


def test_what_is_screened_is_never_replaced(screen: Run, lines: Run) -> None:
    file = lines(CLEAR, name="flags.jsonl")
    said = screen(file, "--force")
    assert "The output would replace what is to be screened." in said.err
    assert json.loads(file.read_text()) == {"text": CLEAR}


def begun(run: Run, posts: Path, folder: Path) -> None:
    """A run of which some shards are kept, as after a kill: whatever comes after them is not there."""
    from postorders.screening.bulk.work import Work

    keep = Work.keep

    def some(work: Work, number: int, table: Any) -> None:
        if number == STARTED:
            stop()
        keep(work, number, table)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Work, "keep", some)
        assert run(posts, "--shard", SHARD).code == 2
    assert len(shards(folder / "flags.jsonl")) == STARTED


def stop(*_: object) -> None:
    """Ctrl-C."""
    raise KeyboardInterrupt

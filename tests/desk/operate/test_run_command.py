"""Running the desk: it serves, keeps no access log, says why it cannot start, and leaves no child behind."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.desk.operate.conftest import contains, desk, environment, good


def test_the_smoke_run_finds_every_page_there(made: Path) -> None:
    said = good("run", "--smoke", "--at", made)
    rows = [line.split() for line in said.splitlines()[1:-1]]
    assert {row[0] for row in rows} == {"200"}
    assert [row[-1] for row in rows] == [
        "/healthz", "/", "/sign-in/login/", "/static/desk.css", "/d/linnet-creek/policy/", "/d/linnet-creek/accounts/", "/check/linnet-creek/",
        "/d/marais-landing/policy/", "/d/marais-landing/accounts/", "/check/marais-landing/",
    ]  # fmt: skip
    assert said.endswith("All pages answered.\n")


def test_the_demonstration_is_kept_and_says_what_it_is(made: Path) -> None:
    said = good("demo", "--at", made)
    assert "A DEMONSTRATION: its passwords are public and it asks for no second factor." in said
    assert "harriet.okafor@linnet-creek.example" in said


def test_a_real_desk_is_never_taken_for_the_demonstration(tmp_path: Path) -> None:
    good("init", "--at", tmp_path / "desk", "--department", "Quarry Bend", "--slug", "quarry-bend")
    ran = desk("demo", "--at", tmp_path / "desk")
    assert (ran.code, ran.err.splitlines()[-1]) == (
        2,
        f"postorders: {tmp_path}/desk holds a desk that is no demonstration. Name another folder with --at.",
    )


def _children(of: int) -> list[int]:
    """The processes whose parent is `of`."""
    stats = [path.read_text() for path in Path("/proc").glob("[0-9]*/stat") if path.exists()]
    found = [re.match(r"(\d+) \(.*\) \S (\d+)", text, re.DOTALL) for text in stats]
    return [int(one[1]) for one in found if one and int(one[2]) == of]


def _started(home: Path, port: int) -> tuple[subprocess.Popen[str], list[str]]:
    """A running desk, once it says that it is open, and the lines that it writes from then on."""
    given = environment(POSTORDERS_DESK_PORT=str(port), POSTORDERS_DESK_ADDRESS=f"http://localhost:{port}")
    command = [sys.executable, "-m", "postorders.cli.main", "desk", "run", "--at", str(home)]
    server = subprocess.Popen(command, env=given, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert server.stdout
    lines: list[str] = []
    while not any("is open" in line for line in lines):
        line = server.stdout.readline()
        assert line, lines
        lines.append(line)
    threading.Thread(target=lines.extend, args=(server.stdout,), daemon=True).start()
    return server, lines


def free() -> int:
    """A port that nothing listens on."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def test_it_stops_its_children_and_keeps_no_trace_of_a_check(copied: Callable[[str], Path]) -> None:
    home, port = copied("desk"), free()
    server, lines = _started(home, port)
    children = _children(server.pid)
    for path in ("/check/linnet-creek/?word=heliotrope", "/d/linnet-creek/policy/?word=heliotrope"):
        assert urllib.request.urlopen(f"http://localhost:{port}{path}", timeout=30).status == 200
    taken = desk("run", "--at", home, POSTORDERS_DESK_PORT=str(port))
    server.send_signal(signal.SIGTERM)
    assert server.wait(30) == 0
    assert len(children) == 2
    assert not [one for one in children if _alive(one)]
    assert not contains(home, "heliotrope") and "heliotrope" not in "".join(lines)
    assert (taken.code, taken.err) == (
        2,
        f"postorders: {home}: The desk cannot listen on 127.0.0.1, port {port}: address already in use. "
        "End what listens there, or change `port` or `bind` in desk.toml.\n",
    )


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_watchdog_is_told_that_all_is_well_and_nothing_else(client: Any, db: Any) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")
    assert not answer.cookies


def test_help_needs_no_django() -> None:
    code = "import sys, postorders.cli.main as m\ntry: m.cli(['desk', '--help'])\nexcept SystemExit: pass\nprint('django' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment())
    assert done.stdout.splitlines()[-1] == "False"

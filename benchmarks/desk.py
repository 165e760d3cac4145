"""The desk under load: a made-up host of many departments on PostgreSQL, and one department on SQLite.

`python -m benchmarks.desk [--departments 200] [--members 60000] [--entries 2000000]` prints JSON. The desk answers with
two server processes of one thread each; the twenty users are another process on the same machine, and each opens a page
a second. Times are as a user sees them, over loopback.
"""

from __future__ import annotations

import argparse
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
USERS, SECONDS = 20, 20


def main() -> None:
    """Measures both hosts, or one in this process, and prints the figures as JSON."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--departments", type=int, default=200)
    parser.add_argument("--members", type=int, default=60_000)
    parser.add_argument("--entries", type=int, default=2_000_000)
    parser.add_argument("--host", choices=["postgresql", "sqlite"])
    given = parser.parse_args()
    if given.host:
        print(json.dumps(_host(given.host, given.departments, given.members, given.entries)))
        return
    print(json.dumps(measure(given.departments, given.members, given.entries)))


def measure(departments: int = 200, members: int = 60_000, entries: int = 2_000_000) -> dict[str, Any]:
    """Both hosts, each in a process of its own."""
    sizes = ["--departments", departments, "--members", members, "--entries", entries]
    small = ["--departments", 1, "--members", 1500, "--entries", 50_000]
    return {"postgresql": _apart("postgresql", sizes), "sqlite": _apart("sqlite", small)}


def _apart(host: str, sizes: list[Any]) -> Any:
    command = [sys.executable, "-m", "benchmarks.desk", "--host", host, *map(str, sizes)]
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, cwd=ROOT).stdout)


def _host(host: str, departments: int, members: int, entries: int) -> dict[str, Any]:
    from postorders.desk.folder import make

    folder = Path(tempfile.mkdtemp(prefix="postorders-bench-")) / "desk"
    port = _free_port()
    given: dict[str, Any] = {
        "address": f"http://localhost:{port}",
        "port": port,
        "mfa_above_member": False,
        "threads": 1 if host == "postgresql" else 4,
        "workers": 2 if host == "postgresql" else 1,
    }
    if host == "postgresql":
        from tests.desk import postgres

        given["database"] = postgres.start()
    os.environ["POSTORDERS_DESK"] = str(make(folder, **given))
    os.environ["DJANGO_SETTINGS_MODULE"] = "postorders.desk.settings"
    import django

    django.setup()
    from benchmarks import seeding

    began = time.perf_counter()
    users = seeding.seed(departments, members, entries, USERS)
    seeded = round(time.perf_counter() - began)
    print(f"{host}: seeded in {seeded} s", file=sys.stderr)
    ledger = seeding.appends()
    return {
        "departments": departments,
        "members": members,
        "entries": entries,
        "seeded_seconds": seeded,
        "ledger": ledger,
        "pages": _serve(port, users, given),
    }


def _serve(port: int, users: list[dict[str, str]], given: dict[str, Any]) -> list[dict[str, Any]]:
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    command += ["--workers", str(given["workers"]), "--blocking-threads", str(given["threads"]), "--no-access-log"]
    server = subprocess.Popen([*command, "postorders.desk.wsgi:application"], cwd=ROOT, stdout=subprocess.DEVNULL)
    try:
        _wait(port)
        pages = [("inbox", "/desk/inbox/"), ("permissions", "/desk/permissions/"), ("policy", "/d/{slug}/policy/")]
        return [{"page": name, **_load(port, path, users)} for name, path in pages]
    finally:
        server.terminate()
        server.wait(30)


def _load(port: int, path: str, users: list[dict[str, str]]) -> dict[str, Any]:
    """Twenty users in a process of their own."""
    order = json.dumps({"port": port, "path": path, "users": users, "seconds": SECONDS})
    ran = subprocess.run(
        [sys.executable, str(ROOT / "benchmarks" / "visitors.py")],
        input=order,
        check=True,
        capture_output=True,
        text=True,
    )
    times = sorted(json.loads(ran.stdout))
    return {
        "median_ms": round(statistics.median(times) * 1000, 1),
        "p95_ms": round(times[int(len(times) * 0.95)] * 1000, 1),
        "per_second": round(len(times) / SECONDS, 1),
    }


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _wait(port: int) -> None:
    for _ in range(100):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.2)
    raise SystemExit("The server did not start.")


if __name__ == "__main__":
    main()

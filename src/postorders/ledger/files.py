"""Writing files so that a reader, or a machine that loses power, sees the old one or the new one and never half."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from postorders.errors import refuse
from postorders.words import _

PARTIAL = ".partial"


def put(path: Path, data: bytes) -> None:
    """Writes a file beside its place, forces it to the disk, and moves it there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    staging = path.with_name(f".{path.name}{PARTIAL}")
    with staging.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    staging.replace(path)
    handle = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Holds the folder for one writer. Raises InputError when another process is writing to it."""
    import fcntl

    folder.mkdir(parents=True, exist_ok=True)
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError as error:
        raise refuse(_("Another process is writing to the ledger."), _("Try again."), str(folder)) from error
    finally:
        os.close(handle)

"""Folders that are written whole or not at all, and read by their owner alone."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from postorders.errors import refuse
from postorders.words import _


def free(folder: Path, option: str = "") -> Path:
    """The absolute path of a folder that may be written. Raises InputError when something is there."""
    target = folder.absolute()
    if target.is_file() or (target.is_dir() and any(target.iterdir())):
        mend = _("Name a new folder{option}.").format(option=f" ({option})" if option else "")
        raise refuse(_("{folder} is not empty; nothing was written.").format(folder=target), mend)
    return target


@contextmanager
def whole(target: Path) -> Iterator[Path]:
    """A folder beside `target` to write into, which takes its place at the end; an error leaves nothing behind."""
    staging = target.with_name(f".{target.name}.partial")
    shutil.rmtree(staging, ignore_errors=True)
    try:
        staging.mkdir(mode=0o700, parents=True)
        yield staging
        if target.is_dir():
            target.rmdir()
        staging.rename(target)
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def copy_keys(keys: Path, target: Path) -> int:
    """Copies key files so that only their owner reads them; returns how many."""
    target.mkdir(mode=0o700, parents=True, exist_ok=True)
    files = [path for path in sorted(keys.iterdir()) if path.is_file()]
    for path in files:
        copy_file(path, target / path.name)
    return len(files)


def copy_file(source: Path, target: Path) -> None:
    """Copies a file that only its owner reads."""
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(source.read_bytes())
    os.chmod(target, 0o600)


def overwrite(path: Path, data: bytes) -> None:
    """Puts other contents into a file and blanks the bytes that held the old ones, as far as the disk lets it."""
    from postorders.ledger.files import put

    size = path.stat().st_size
    with path.open("r+b") as old:
        put(path, data)
        old.write(b"\0" * size)
        old.flush()
        os.fsync(old.fileno())

"""The work folder beside the output: what a run is, and the shards that are done. It outlives a killed run."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from postorders.errors import refuse
from postorders.plain import digest

_MANIFEST = "manifest.json"
_JOINING = "joining"
_FORMAT = 1
_DATED = "day"


def inputs(files: list[Path]) -> list[dict[str, Any]]:
    """Name, bytes and SHA-256 of each file."""
    found = []
    for path in files:
        with path.open("rb") as file:
            sha = hashlib.file_digest(file, "sha256").hexdigest()
        found.append({"file": str(path), "bytes": path.stat().st_size, "sha256": sha})
    return found


class Work:
    """The folder `OUT.work`. A shard is written under another name and then renamed: it is whole or not there."""

    def __init__(self, out: Path) -> None:
        self.out = out
        self.folder = out.with_name(f"{out.name}.work")

    def started(self) -> dict[str, Any] | None:
        """What the run in this folder said of itself, None if there is none."""
        try:
            data = json.loads((self.folder / _MANIFEST).read_bytes())
        except FileNotFoundError:
            return None
        except ValueError:
            data = {}
        return data if isinstance(data, dict) else {}

    def begin(self, run: Mapping[str, Any]) -> None:
        """Makes the folder for a run, or finds the one that it left. Raises InputError when it is another run's."""
        run = {"format": _FORMAT, **run}
        if (old := self.started()) is not None:
            if changed := _changed(old, run):
                what = f"An unfinished run is here, and it was another one: {', '.join(changed)} changed."
                raise refuse(what, self._anew(), str(self.folder))
            return
        if self.folder.exists() and any(self.folder.glob("shard-*")):
            raise refuse("The folder is not of a run of this command.", self._anew(), str(self.folder))
        self.folder.mkdir(exist_ok=True)
        self._write(self.folder / _MANIFEST, json.dumps(run, indent=1, ensure_ascii=False).encode())

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Holds the folder for this process. Raises InputError when another one has it."""
        with (self.folder / "lock").open("wb") as handle:
            try:
                import fcntl

                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except ImportError:
                pass  # no such locks on this system
            except BlockingIOError:
                raise refuse("Another run is writing here.", "Wait until it ends.", str(self.folder)) from None
            yield

    def shard(self, number: int) -> Path:
        """Where a shard is kept."""
        return self.folder / f"shard-{number:07d}.parquet"

    def keep(self, number: int, table: pa.Table) -> None:
        """Keeps a shard, for good: after this it survives the machine's end."""
        path = self.shard(number)
        fresh = path.with_name(f"{path.name}.{os.getpid()}.new")
        pq.write_table(table, fresh, compression="zstd")
        _settle(fresh)
        os.replace(fresh, path)

    def rows(self, number: int) -> int | None:
        """How many rows a shard has, None if it is not there yet."""
        path = self.shard(number)
        return self._whole(lambda: int(pq.read_metadata(path).num_rows), path) if path.exists() else None

    def read(self, number: int) -> pa.Table:
        """A shard. Raises InputError for one that is damaged."""
        path = self.shard(number)
        return self._whole(lambda: pq.read_table(path, use_threads=False), path)

    def joining(self) -> None:
        """Marks that from now on what stands in the place of the results may be this run's own."""
        (self.folder / _JOINING).touch()

    @property
    def is_joining(self) -> bool:
        """Whether an earlier run was stopped between putting its results in place and removing the folder."""
        return (self.folder / _JOINING).exists()

    def put(self, fresh: Path, target: Path) -> None:
        """Puts a finished file in its place, all at once."""
        _settle(fresh)
        os.replace(fresh, target)

    def end(self) -> None:
        """Removes the folder."""
        (self.folder / _JOINING).unlink()
        for path in self.folder.glob("shard-*"):
            path.unlink()
        shutil.rmtree(self.folder)

    def _anew(self) -> str:
        return f"Give the same files and options to go on, or remove the folder {self.folder} to start anew."

    def _write(self, path: Path, data: bytes) -> None:
        fresh = path.with_name(f"{path.name}.new")
        fresh.write_bytes(data)
        self.put(fresh, path)

    def _whole(self, read: Any, path: Path) -> Any:
        try:
            return read()
        except (pa.ArrowException, OSError):
            raise refuse("The shard is damaged.", "Remove it, and run the same command again.", str(path)) from None


def _settle(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _changed(old: Mapping[str, Any], run: Mapping[str, Any]) -> list[str]:
    """What is not as it was. The day is not compared: a run that goes on keeps the day on which it began."""
    names = sorted({*old, *run} - {_DATED})
    return [name for name in names if digest(old.get(name)) != digest(run.get(name))]

"""A whole run: cut the files, screen the shards that are missing, join them into one output."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO, Protocol

import pyarrow as pa
import pyarrow.compute as pc

from postorders import __version__
from postorders.errors import refuse
from postorders.screening.bulk.case import Case, Checkers
from postorders.screening.bulk.forms import form_of
from postorders.screening.bulk.pool import Shard, work_through
from postorders.screening.bulk.sources import cut, refuse_file
from postorders.screening.bulk.sources.part import Given
from postorders.screening.bulk.work import Work, inputs

ROWS = 2_000


class Watch(Protocol):
    """Whoever is told how a run gets on."""

    def begin(self, size: int) -> None:
        """The files have so many bytes."""

    def resumed(self, rows: int, size: int) -> None:
        """So many rows, and bytes of the files, were done by an earlier run."""

    def shard(self, rows: int, size: int) -> None:
        """A shard is kept."""

    def end(self) -> None:
        """All shards are done, or the run was stopped."""


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be done: the files in order, the output, the case, processes, posts of a shard, whether to replace."""

    files: tuple[Path, ...]
    out: Path
    case: Case
    jobs: int = 1
    rows: int = ROWS
    force: bool = False

    @property
    def bad(self) -> Path:
        """Where bad rows go: `flags.bad.jsonl` beside `flags.parquet`."""
        return self.out.with_name(f"{self.out.stem}.bad.jsonl")


@dataclass(frozen=True, slots=True)
class Tally:
    """How many posts had each outcome, and how many rows were bad."""

    outcomes: Counter[str]
    bad: int


def run(order: Order, watch: Watch) -> Tally:
    """Does the whole of it, or goes on where an earlier run of the same order was stopped.

    Raises InputError, before anything is written, for what is wrong with the order, and KeyboardInterrupt after
    what is done has been kept.
    """
    _refuse(order)
    work, before = Work(order.out), [path.stat() for path in order.files]
    old = work.started() or {}
    case = replace(order.case, day=str(old.get("day") or order.case.day))
    for given in _givens(order):  # a file that cannot be read at all is told before the first post is judged
        next(cut(given), None)
    work.begin(_said(order, case))
    with work.alone():
        count = _screen(order, case, work, watch)
        _refuse_changed(order, before)
        tally = _join(order, case, work, count)
        work.end()
    return tally


def _said(order: Order, case: Case) -> dict[str, Any]:
    """What makes a run the one that it is."""
    options = {name: value for name, value in case.said().items() if name != "policy"}
    return {
        "inputs": inputs(list(order.files)),
        "policy": case.said()["policy"],
        "engine": Checkers(case).engine(),
        "options": {**options, "rows": order.rows},
        "day": case.day,
    }


def _screen(order: Order, case: Case, work: Work, watch: Watch) -> int:
    """Screens what is missing; how many shards there are in all."""
    count = [0]

    def missing() -> Iterator[Shard]:
        for shard in _shards(order):
            count[0] += 1
            if (rows := work.rows(shard.number)) is None:
                yield shard
            else:
                watch.resumed(rows, shard.part.size)

    watch.begin(sum(path.stat().st_size for path in order.files))
    done = work_through(missing(), case, order.out, order.jobs)
    try:
        for each in done:
            watch.shard(each.rows, each.size)
    finally:
        done.close()  # type: ignore[attr-defined]
        watch.end()
    return count[0]


def _shards(order: Order) -> Iterator[Shard]:
    number = 0
    for given in _givens(order):
        for part in cut(given):
            yield Shard(number, given.name, part)
            number += 1


def _givens(order: Order) -> list[Given]:
    return [Given(path, order.case.account, order.rows) for path in order.files]


def _join(order: Order, case: Case, work: Work, count: int) -> Tally:
    """Joins the shards in order. The bad rows are put in their place first, the output last."""
    outcomes: Counter[str] = Counter()
    bad, fresh = 0, work.folder / "joined.new"
    about = {"postorders": __version__, "policy": case.policies[-1].id}
    writer = form_of(order.out, case.with_text).writer(fresh, about)
    with (work.folder / "bad.new").open("wb") as bad_rows:
        for number in range(count):
            table = work.read(number)
            fine = pc.is_null(table["problem"])
            judged = table.filter(fine)
            outcomes.update(judged["outcome"].to_pylist())
            writer.put(judged)
            bad += _put_bad(table.filter(pc.invert(fine)), bad_rows)
    writer.close()
    work.joining()
    if bad:
        work.put(work.folder / "bad.new", order.bad)
    else:
        order.bad.unlink(missing_ok=True)
    work.put(fresh, order.out)
    return Tally(outcomes, bad)


def _put_bad(table: pa.Table, file: BinaryIO) -> int:
    for each in sorted(table.select(["source", "row", "problem"]).to_pylist(), key=lambda each: int(each["row"])):
        line = {"file": each["source"], "row": each["row"], "reason": each["problem"]}
        file.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")
    return int(table.num_rows)


def _refuse(order: Order) -> None:
    """Raises InputError for files and an output that cannot be."""
    form_of(order.out, order.case.with_text)
    for path in order.files:
        refuse_file(path)
    if not order.out.parent.is_dir():
        raise refuse("There is no such folder.", "Make it first.", str(order.out.parent))
    results = (order.out, order.bad)
    if same := [path for path in order.files if path.resolve() in [each.resolve() for each in results]]:
        raise refuse("The output would replace what is to be screened.", "Give it another name.", str(same[0]))
    free = order.force or Work(order.out).is_joining
    for path in results:
        if path.is_dir() or (path.exists() and not free):
            raise refuse("It exists already.", "Give another name, or --force to replace it.", str(path))


def _refuse_changed(order: Order, before: Sequence[Any]) -> None:
    for path, was in zip(order.files, before, strict=True):
        now = path.stat()
        if (now.st_size, now.st_mtime_ns) != (was.st_size, was.st_mtime_ns):
            what = "The file changed while it was screened, and nothing was written."
            raise refuse(what, f"Remove the folder {Work(order.out).folder} and start anew.", str(path))

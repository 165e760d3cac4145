"""Shards screened in this process, or by several at once, never more of them in hand than can be held."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Generator, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import wait as wait_for
from pathlib import Path

import pyarrow as pa

from postorders.errors import refuse
from postorders.screening.bulk.batch import Screen, posts_table
from postorders.screening.bulk.case import Case
from postorders.screening.bulk.forms import form_of
from postorders.screening.bulk.sources.part import Part
from postorders.screening.bulk.work import Work

_IN_HAND = 2  # shards for each process: one that it screens, one that waits


@dataclass(frozen=True, slots=True)
class Shard:
    """A part of a file with its number among all parts of a run."""

    number: int
    source: str
    part: Part


@dataclass(frozen=True, slots=True)
class Done:
    """A shard that is kept: how many rows it has, and how many bytes of its file it was."""

    number: int
    rows: int
    size: int


class Bench:
    """Where shards are screened, one after another: one in each process."""

    def __init__(self, case: Case, out: Path) -> None:
        self._screen, self._work, self._form = Screen(case), Work(out), form_of(out, case.with_text)

    def do(self, shard: Shard) -> Done:
        """Reads, screens and keeps a shard: its judged posts in order, then the rows that are bad."""
        posts, bad = [], []
        for read in shard.part.reads():
            if read.post:
                posts.append((shard.source, read.line, read.post, read.context))
            elif read.problem:
                problem = " ".join(filter(None, (read.problem.what, read.problem.mend)))
                bad.append({"source": shard.source, "row": read.line, "problem": problem})
        screened = self._screen.screen(posts_table(posts))
        table = self._form.kept(pa.concat_tables([screened, pa.Table.from_pylist(bad, schema=screened.schema)]))
        self._work.keep(shard.number, table)
        return Done(shard.number, table.num_rows, shard.part.size)


def work_through(shards: Iterator[Shard], case: Case, out: Path, jobs: int) -> Iterator[Done]:
    """Screens every shard with so many processes and tells of each when it is kept, in whatever order.

    When it is closed or interrupted, shards in hand are finished and kept. Raises InputError when a process dies.
    """
    if jobs == 1:
        bench = Bench(case, out)
        yield from map(bench.do, shards)
        return
    pool = ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn"), _begin, (case, out))
    try:
        with _stopping() as stop:
            yield from _all(pool, shards, jobs * _IN_HAND, stop)
    except BrokenProcessPool:
        mend = "The memory may have run out. Run the same command again to go on, with fewer --jobs."
        raise refuse("A process of the run ended by itself.", mend, str(out)) from None
    finally:
        pool.shutdown(cancel_futures=True)


def _all(pool: ProcessPoolExecutor, shards: Iterator[Shard], most: int, stop: threading.Event) -> Iterator[Done]:
    in_hand: set[Future[Done]] = set()
    for shard in shards:
        with _undisturbed():
            in_hand.add(pool.submit(_do, shard))
        while len(in_hand) >= most:
            in_hand = yield from _ready(in_hand, stop)
    while in_hand:
        in_hand = yield from _ready(in_hand, stop)


def _ready(in_hand: set[Future[Done]], stop: threading.Event) -> Generator[Done, None, set[Future[Done]]]:
    """Waits for one, tells of what is done, and gives what is still in hand. Raises KeyboardInterrupt after Ctrl-C."""
    ready, rest = wait(in_hand, return_when=FIRST_COMPLETED)
    if stop.is_set():
        raise KeyboardInterrupt
    yield from (future.result() for future in ready)
    return rest


@contextmanager
def _stopping() -> Iterator[threading.Event]:
    """Set by Ctrl-C: an exception out of nowhere may fall where nobody but the interpreter hears it."""
    stop = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield stop
        return
    before = signal.signal(signal.SIGINT, lambda *_: stop.set())
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Holds Ctrl-C back for the moment in which a process may start; that process never sees one."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


_bench: list[Bench] = []


def _begin(case: Case, out: Path) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _bench.append(Bench(case, out))


def _do(shard: Shard) -> Done:
    return _bench[0].do(shard)


def _end_with_parent() -> None:
    """Ends this process when the one that started it is gone, however it went."""
    if parent := multiprocessing.parent_process():
        wait_for([parent.sentinel])
        os._exit(1)

"""One request to a host at a time, and time between them."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from postorders.archive.fetch.errand import Errand
from postorders.archive.fetch.errors import Unanswered


class Pace:
    """When each host was last asked by this process. `most` hosts are remembered, for `longest` seconds at least."""

    def __init__(self, most: int, longest: float) -> None:
        self._most, self._longest = most, longest
        self._turns: dict[str, float] = {}
        self._lock = threading.Lock()

    @contextmanager
    def turn(self, host: str, gap: float, errand: Errand) -> Iterator[None]:
        """Waits until the host may be asked again, `gap` seconds after the last turn. Nobody there: no turn taken."""
        with self._lock:
            now = time.monotonic()
            before = self._turns.get(host, now - gap)
            ready = max(now, before + gap)
            errand.afford(ready - now)
            self._forget(now)
            self._turns[host] = ready
        errand.pause(ready - now)
        try:
            yield
        except Unanswered:
            self._give_back(host, ready, before)
            raise

    def _give_back(self, host: str, turn: float, before: float) -> None:
        with self._lock:
            if self._turns.get(host) == turn:
                self._turns[host] = before

    def _forget(self, now: float) -> None:
        if len(self._turns) >= self._most:
            self._turns = {host: turn for host, turn in self._turns.items() if turn > now - self._longest}

"""Which listed account a stranger's address could be taken for: one index of the host's directory in each process."""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from postorders.desk.register.directory import version
from postorders.desk.register.models import Listed
from postorders.desk.register.shown import OURS
from postorders.platforms.address import Address
from postorders.platforms.likeness import Alike, Likeness

LOOK_AGAIN = 2.0  # seconds between two looks at whether the directory has changed
OVERLAP = timedelta(minutes=5)  # a row may be committed after a later one: what is this old is read again
SEARCHED = 50


@dataclass(slots=True)
class Purse:
    """How much of a process's time may go into searches: a share of it, saved up to `most` seconds.

    It bounds what a flood of questions costs without keeping anything of who asks.
    """

    share: float = 0.25
    most: float = 2.0
    clock: Callable[[], float] = time.monotonic
    saved: float = 2.0
    at: float | None = None

    def open(self) -> bool:
        """Whether there is time left for a search."""
        now = self.clock()
        if self.at is not None:
            self.saved = min(self.most, self.saved + (now - self.at) * self.share)
        self.at = now
        return self.saved > 0

    def spend(self, seconds: float) -> None:
        """Takes out what a search has cost."""
        self.saved -= seconds


class Index:
    """The listed accounts of every department, ready to be searched; it follows the directory by small steps."""

    def __init__(self, purse: Purse | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        self.purse = purse or Purse()
        self._clock, self._looked = clock, float("-inf")
        self._lock = threading.Lock()
        self._likeness = Likeness()
        self._newest: datetime | None = None
        self._count = -1
        self._keys: dict[uuid.UUID, str] = {}
        self._said: dict[uuid.UUID, int] = {}

    def near(self, sought: Address) -> list[Alike] | None:
        """The listed accounts that are like an address, the surest first; None when there is no time to search."""
        with self._lock:
            self._follow()
            if not self.purse.open():
                return None
            began = self._clock()
            found = self._likeness.near(sought, limit=SEARCHED)
            self.purse.spend(self._clock() - began)
        return found

    def forget(self) -> None:
        """Reads the directory again with the next question."""
        with self._lock:
            self._looked = float("-inf")

    def _follow(self) -> None:
        if self._clock() - self._looked < LOOK_AGAIN:
            return
        self._looked = self._clock()
        count, newest = version()
        if (count, newest) == (self._count, self._newest):
            return
        back = self._newest is None or newest is None or newest < self._newest
        self._read(None if back or self._newest is None else self._newest - OVERLAP)
        standing = Listed.objects.filter(state__in=OURS)
        if len(self._keys) != standing.count():
            self._drop(set(standing.values_list("site", flat=True)))
            if len(self._keys) != standing.count():
                self._read(None)
        self._count, self._newest = count, newest

    def _read(self, since: datetime | None) -> None:
        """Takes in the rows that were made since a moment, or all of them."""
        rows = Listed.objects.all() if since is None else Listed.objects.filter(since__gte=since)
        for site, key, handle, name, state in rows.values_list("site", "key", "handle", "name", "state").iterator(2000):
            self._put(site, key, handle, name, state)

    def _put(self, site: uuid.UUID, key: str, handle: str, name: str, state: str) -> None:
        if state not in OURS:
            self._remove(site)
            return
        said = hash((key, handle, name))
        if self._said.get(site) == said:
            return
        if self._keys.get(site) not in (None, key):
            self._remove(site)
        self._keys[site], self._said[site] = key, said
        self._likeness.add(key, handle, name)

    def _drop(self, standing: set[uuid.UUID]) -> None:
        for site in [one for one in self._keys if one not in standing]:
            self._remove(site)

    def _remove(self, site: uuid.UUID) -> None:
        """Takes an account out, unless another department lists the same one."""
        key = self._keys.pop(site, None)
        self._said.pop(site, None)
        if key is not None and key not in self._keys.values():
            self._likeness.remove(key)


INDEX = Index()

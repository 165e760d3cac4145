"""What one fetch has left: its time, its patience, and the names it has looked up."""

from __future__ import annotations

import math
import time

from postorders.archive.fetch.errors import NotFetched
from postorders.archive.fetch.limits import Limits
from postorders.words import _


class Errand:
    """One fetch under way. Its time does not run while it waits politely; that has a bound of its own."""

    def __init__(self, limits: Limits) -> None:
        self._ends = time.monotonic() + limits.whole
        self._whole = limits.whole
        self.patience = limits.wait
        self.known: dict[str, tuple[str, ...]] = {}

    def left(self, most: float) -> float:
        """The seconds that a single step may take."""
        rest = self._ends - time.monotonic()
        if rest <= 0:
            what = _("The site did not finish its answer within {seconds:g} seconds.").format(seconds=self._whole)
            raise NotFetched("time", what, _("Try again later, or upload a saved page."), retry_after=600)
        return min(rest, most)

    def afford(self, seconds: float) -> None:
        """Refuses a wait that is longer than the patience that is left."""
        if seconds > self.patience:
            again = math.ceil(seconds)
            what = _("The site asks to be visited slowly, and its turn comes in {seconds} seconds only.")
            raise NotFetched("time", what.format(seconds=again), _("Try again later."), retry_after=again)

    def pause(self, seconds: float) -> None:
        """Waits politely."""
        if seconds > 0:
            time.sleep(seconds)
            self.patience -= seconds
            self._ends += seconds

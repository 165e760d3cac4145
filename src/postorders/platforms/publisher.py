"""The one interface behind which every platform publishes, and where the platforms that can are found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Protocol

from postorders import platforms as home
from postorders.platforms.can import Can
from postorders.platforms.library import platforms
from postorders.platforms.saying import Placed, Rendering, Saying, Served


@dataclass(frozen=True, slots=True)
class Line:
    """A connected account: its name on the platform, the server that is asked (an origin, `https://host`), and the
    secrets that open it. The secrets stay out of every representation."""

    handle: str
    server: str = ""
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Opened:
    """What connecting or renewing gave: the secrets to seal, who the platform says we are (`id` stays when the handle
    changes), what was allowed, and when it runs out (ISO 8601, "" if it does not)."""

    secrets: Mapping[str, str] = field(repr=False)
    handle: str = ""
    id: str = ""
    name: str = ""
    scopes: tuple[str, ...] = ()
    expires: str = ""


@dataclass(frozen=True, slots=True)
class Asking:
    """The first step of connecting by OAuth: the address to send the person to, and what to keep for the second."""

    url: str
    keep: Mapping[str, str] = field(repr=False)


class Publisher(Protocol):
    """A platform that can be published to.

    Everything but `render` may raise the troubles of `postorders.platforms.wire`: Refused (mend the post), Expired
    (connect anew), Limited (wait), Unavailable (nothing happened; try again), Unknown (it may have happened: look
    before any retry), Gone (it is not there).
    """

    can: Can

    def render(self, saying: Saying) -> Rendering:
        """Exactly what would be published. Pure: no clock, network or chance."""

    def connect(self, settings: Mapping[str, str], answer: str) -> Asking:
        """Where to send the person who connects an account; `answer` is our address that the platform calls back.
        `settings` are the application's (`client_id`, `client_secret`, `server`)."""

    def finish(self, settings: Mapping[str, str], keep: Mapping[str, str], given: Mapping[str, str]) -> Opened:
        """The second step: `given` is what came back (for OAuth the query of the call, else what the person typed).
        `settings` may name the `account` that is to be opened, by its handle or its id, where a sign-in can open
        several. Raises Several where none is that one."""

    def renew(self, settings: Mapping[str, str], line: Line) -> Opened:
        """Fresh secrets before the old ones run out."""

    def profile(self, line: Line) -> Opened:
        """Who the secrets speak for, right now; `secrets` is as given."""

    def publish(self, line: Line, rendering: Rendering, key: str, index: int, before: tuple[Placed, ...]) -> Placed:
        """Sends one piece: the `index`th. `before` are the places of the pieces sent already. `key` is the same at
        every attempt at this rendering, so that a platform that knows keys makes no second post."""

    def find(self, line: Line, rendering: Rendering, key: str, index: int, since: str) -> Placed | None:
        """The piece among our own latest posts, where an earlier attempt's outcome is unknown; None if it is not there.
        `since` is when the first attempt began (ISO 8601)."""

    def read(self, line: Line, place: Placed) -> Served:
        """What the platform serves of a piece. Raises Gone where it does not."""

    def latest(self, line: Line, count: int) -> tuple[Served, ...]:
        """Our own latest posts, newest first, to see what stands there that nobody approved."""

    def edit(self, line: Line, place: Placed, rendering: Rendering, index: int) -> Placed:
        """Changes a piece in place, where `can.edit` is not no."""

    def delete(self, line: Line, place: Placed) -> None:
        """Takes a piece down. That it is gone already is no trouble."""


@cache
def publishers() -> dict[str, Publisher]:
    """Every platform that can be published to, by its id: those whose folder has a `publish.py`."""
    found = {}
    for name in platforms():
        if find_spec(f"{home.__name__}.{name}.publish"):
            found[name] = import_module(f"{home.__name__}.{name}.publish").PUBLISHER
    return found

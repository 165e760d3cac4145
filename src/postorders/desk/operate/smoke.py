"""Starts the desk, looks at its own pages, and stops it: whether an installation works."""

from __future__ import annotations

import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, replace

from postorders.desk.config import Config
from postorders.desk.operate.run import free_port, serving
from postorders.errors import refuse
from postorders.words import _

PATIENCE = 60


@dataclass(frozen=True, slots=True)
class Seen:
    """One page as it answered: its path, the status (0 for no answer), bytes and milliseconds."""

    path: str
    status: int
    bytes: int
    milliseconds: int

    @property
    def good(self) -> bool:
        """Whether it was there and not empty."""
        return self.status == 200 and self.bytes > 0


def smoke(config: Config) -> list[Seen]:
    """Serves the desk on a port of its own, asks for its public pages and says what came. Raises InputError when the
    server does not start.
    """
    port = free_port()
    own = replace(config, port=port, bind="127.0.0.1", workers=1)
    here = f"http://localhost:{port}"
    with serving(own, address=here, behind_proxy="false") as server:
        end = time.monotonic() + PATIENCE
        while not (first := _ask(here, "/healthz")).status and server.poll() is None and time.monotonic() < end:
            time.sleep(0.2)
        if not first.status:
            mend = _("Run 'postorders desk doctor'.")
            raise refuse(_("The server did not answer within {time} seconds.").format(time=PATIENCE), mend)
        return [first, *(_ask(here, path) for path in _paths())]


def _paths() -> Iterator[str]:
    from postorders.desk.people.models import Department

    yield from ("/", "/sign-in/login/", "/static/desk.css")
    for slug in Department.objects.order_by("slug").values_list("slug", flat=True)[:5]:
        yield from (f"/d/{slug}/policy/", f"/d/{slug}/accounts/", f"/check/{slug}/")


def _ask(here: str, path: str) -> Seen:
    begin = time.monotonic()
    try:
        with urllib.request.urlopen(here + path, timeout=30) as answer:  # nosec B310 - our own loopback address
            status, size = answer.status, len(answer.read())
    except urllib.error.HTTPError as error:
        status, size = error.code, len(error.read())
    except OSError:
        status, size = 0, 0
    return Seen(path, status, size, round((time.monotonic() - begin) * 1000))

"""`postorders platform try`: walks a real account through everything the desk does, asking before each step."""

from __future__ import annotations

import os
import secrets
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, TypeVar
from urllib.parse import parse_qsl, urlsplit

import click

from postorders.cli.out import wrap
from postorders.cli.platform import out
from postorders.errors import refuse
from postorders.platforms import wire
from postorders.platforms.publisher import Line, Opened, Publisher
from postorders.platforms.saying import Placed, Rendering, Saying
from postorders.words import _

T = TypeVar("T")
TEXT = _("This is a test of our publishing, and will be gone in a moment.")
RIGHT = _("This is a test of our publishing, corrected, and will be gone in a moment.")
ANSWER = "http://localhost/postorders"


@click.command(name="try")
@click.argument("name", metavar="NAME")
@click.option("--server", default="", metavar="URL", help="The server of the account, where it has one of its own.")
@click.option("--handle", default="", metavar="NAME", help="The name of the account there.")
@click.option("--text", default="", metavar="TEXT", help="What to publish. Default: that it is a test.")
@click.option(
    "--answer", default=ANSWER, show_default=True, metavar="URL",
    help="The address that the platform calls back, as the application there names it.",
)  # fmt: skip
@click.option("--client-id", default="", envvar="POSTORDERS_TRY_CLIENT_ID", metavar="ID",
              help="The application's client ID, or $POSTORDERS_TRY_CLIENT_ID.")  # fmt: skip
def command(name: str, server: str, handle: str, text: str, answer: str, client_id: str) -> None:
    """Tries a real account: connects it, publishes, reads back, corrects, takes down. It asks before each step.

    Nothing is stored. Secrets are asked for, or taken from $POSTORDERS_TRY_CLIENT_SECRET and $POSTORDERS_TRY_PASSWORD
    (an app password or a token); never give them as an argument. What was published stays where a step is declined: its
    address is printed. Exit codes: 0 every step that was taken worked; 1 a step failed; 2 errors.
    """
    publisher = out.named(name)
    _need_origin(server)
    if publisher.can.by_hand:
        click.echo(_("A person posts on {platform} by hand: there is nothing to try.").format(platform=out.label(name)))
        return
    walk = Walk(publisher, {"server": server, "client_id": client_id}, answer, handle)
    try:
        walk.go(text or TEXT)
    except wire.Trouble as trouble:
        click.echo(_("{kind}: {told}").format(kind=type(trouble).__name__, told=trouble.told), err=True)
        walk.left()
        sys.exit(1)


class Walk:
    """One walk through an account. `placed` is what still stands there."""

    def __init__(self, publisher: Publisher, settings: dict[str, str], answer: str, handle: str) -> None:
        self.publisher, self.can = publisher, publisher.can
        self.settings = {name: value for name, value in settings.items() if value}
        self.answer, self.handle = answer, handle
        self.placed: list[Placed] = []
        self.kept: dict[str, str] = {}

    def go(self, text: str) -> None:
        """Step by step; what is declined is left out, and so is all that stands on it."""
        line = self._step(_("Connect the account"), self._connect)
        if line is None:
            return
        who = self.publisher.profile(line)
        click.echo(_("  Connected as {handle}.").format(handle=who.handle or line.handle))
        rendering = self._render(text)
        key = secrets.token_hex(16)
        at = self._step(_("Publish what stands above"), lambda: self._publish(line, rendering, key))
        if at is None:
            return
        if self.can.reads:
            self._step(_("Read it back"), lambda: self._read(line, rendering, at))
        self._step(_("Correct it"), lambda: self._correct(line, at))
        if self.can.delete:
            self._step(_("Take it down"), lambda: self._delete(line))
        self.left()

    def left(self) -> None:
        """Says what still stands there."""
        for one in self.placed:
            click.echo(_("Still there: {url}").format(url=one.url or one.id))

    def _step(self, what: str, do: Callable[[], T]) -> T | None:
        if not click.confirm(_("{what}?").format(what=what), default=True):
            return None
        return do()

    # Connecting.

    def _connect(self) -> Line:
        opened = self._oauth() if self.can.sign_in == "oauth" else self._typed()
        server = self.settings.get("server", "")
        return Line(opened.handle or self.handle, self.kept.get("server", "") or server, opened.secrets)

    def _oauth(self) -> Opened:
        if self.settings.get("client_id"):
            self.settings["client_secret"] = _secret(_("Client secret"), "POSTORDERS_TRY_CLIENT_SECRET")
        asking = self.publisher.connect(self.settings, self.answer)
        self.kept = dict(asking.keep)
        click.echo(wrap(_("It asks for: {scopes}").format(scopes=", ".join(self.can.scopes))))
        click.echo(_("  Open this address, sign in as the account, and allow it:"))
        click.echo(asking.url)
        click.echo(
            wrap(_("The browser is then sent to an address that need not open. Copy it whole from the browser."))
        )
        came = click.prompt(_("The address that it was sent to"), type=str).strip()
        return self.publisher.finish(self.settings, asking.keep, dict(parse_qsl(urlsplit(came).query)))

    def _typed(self) -> Opened:
        asking = self.publisher.connect(self.settings, self.answer)
        self.kept = dict(asking.keep)
        if self.can.sign_in == "token":
            given = {"token": _secret(_("Token"), "POSTORDERS_TRY_PASSWORD")}
        else:
            self.handle = self.handle or click.prompt(_("Name of the account"), type=str).strip()
            given = {"handle": self.handle, "password": _secret(_("App password"), "POSTORDERS_TRY_PASSWORD")}
        return self.publisher.finish(self.settings, asking.keep, given)

    # Publishing.

    def _render(self, text: str, replies: str = "") -> Rendering:
        rendering = self.publisher.render(Saying(text, replies=replies))
        for number, piece in enumerate(rendering.pieces, 1):
            click.echo(wrap(piece.text, "    ", f"  {number}: "))
        if rendering.lacks:
            lack = rendering.lacks[0]
            raise wire.Refused(f"{lack.what} {lack.mend}")
        return rendering

    def _publish(self, line: Line, rendering: Rendering, key: str) -> list[Placed]:
        began = datetime.now(UTC).isoformat()
        there: list[Placed] = []
        for index in range(len(rendering.pieces)):
            at = self._sent(line, rendering, key, index, tuple(there), began)
            there.append(at)
            self.placed.append(at)
            click.echo(_("  It stands at {url}").format(url=at.url or at.id))
        return there

    def _sent(
        self, line: Line, rendering: Rendering, key: str, index: int, before: tuple[Placed, ...], began: str
    ) -> Placed:
        """Sends a piece; where no answer says what became of it, it is looked for and not sent again."""
        try:
            return self.publisher.publish(line, rendering, key, index, before)
        except wire.Unknown as trouble:
            click.echo(wrap(_("Nobody knows what became of it ({told}). Looking.").format(told=trouble.told)))
            at = self.publisher.find(line, rendering, key, index, began) if self.can.finds else None
            if at is None:
                raise
            return at

    def _read(self, line: Line, rendering: Rendering, at: list[Placed]) -> None:
        for piece, place in zip(rendering.pieces, at, strict=True):
            served = self.publisher.read(line, place)
            same = served.text.split() == piece.text.split()
            click.echo(_("  The same.") if same else wrap(_("It says: {text}").format(text=served.text)))
            if not same:
                raise wire.Refused(_("What is served is not what was published."))

    def _correct(self, line: Line, at: list[Placed]) -> None:
        """In place where readers see that it was changed, else by an answer."""
        if self.can.edit == "history":
            rendering = self._render(RIGHT)
            if len(rendering.pieces) == len(at):
                for index, place in enumerate(at):
                    self.publisher.edit(line, place, rendering, index)
                click.echo(_("  Changed in place; readers see that it was."))
                return
        rendering = self._render(RIGHT, at[0].id if self.can.threads else "")
        self._publish(line, rendering, secrets.token_hex(16))

    def _delete(self, line: Line) -> None:
        while self.placed:
            self.publisher.delete(line, self.placed[-1])
            gone = self.placed.pop()
            click.echo(_("  Gone: {url}").format(url=gone.url or gone.id))


def _need_origin(server: str) -> None:
    """Raises InputError for a server that the desk would not ask: only https, or this very machine."""
    parts = urlsplit(server)
    local = parts.scheme == "http" and parts.hostname in ("localhost", "127.0.0.1", "::1")
    if server and not (local or (parts.scheme == "https" and parts.hostname)):
        raise refuse(
            _("{server!r} is no server.").format(server=server), _("Write https://social.example."), "--server"
        )


def _secret(what: str, variable: str) -> Any:
    """A secret from the environment, or typed and not shown."""
    return os.environ.get(variable) or click.prompt(what, hide_input=True, type=str)

"""What several commands of the desk print."""

from __future__ import annotations

from typing import Any

import click

from postorders.cli.out import table
from postorders.words import _


def put_invitation(who: str, link: str) -> None:
    """The link with which somebody sets a password, once."""
    click.echo(_("{name} sets a password here, once:").format(name=who))
    click.echo(f"  {link}")


def put_smoke(config: Any) -> int:
    """Starts the desk, tells what its pages answered, and returns the exit code."""
    from postorders.desk.operate.smoke import smoke

    seen = smoke(config)
    rows = [(str(one.status), f"{one.bytes:,}", str(one.milliseconds), one.path) for one in seen]
    click.echo(table((_("status"), _("bytes"), _("ms"), _("page")), rows))
    bad = [one for one in seen if not one.good]
    click.echo(_("All pages answered.") if not bad else _("{count} pages did not answer.").format(count=len(bad)))
    return int(bool(bad))

"""`postorders ledger accept`: puts a witness's signature into the published folder."""

from __future__ import annotations

from pathlib import Path

import click

from postorders.words import _


@click.command(name="accept")
@click.argument("path", type=click.Path(path_type=Path))
@click.argument("signed", type=click.Path(path_type=Path))
def command(path: Path, signed: Path) -> None:
    """Keeps the signature that a witness put on a checkpoint (SIGNED) with that checkpoint in the folder PATH.

    Exit codes: 0 kept; 2 errors, such as a checkpoint that was never published.
    """
    from postorders.ledger.folder import add_signatures
    from postorders.ledger.layout import load_checkpoint

    kept = add_signatures(path, load_checkpoint(signed))
    names = ", ".join(one.name for one in kept.signatures)
    click.echo(_("The checkpoint of {size} entries is signed by {names}.").format(size=kept.size, names=names))

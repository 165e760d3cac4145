"""`postorders ledger witness`: signs a ledger's checkpoint as somebody outside who remembers the last one."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import click

from postorders.cli.out import complain
from postorders.ledger.keys import read_key, read_vkey
from postorders.words import _


@click.command(name="witness")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--state", required=True, metavar="FILE", type=click.Path(path_type=Path),
              help="What this witness remembers; made on first use. Keep it away from the ledger's host.")  # fmt: skip
@click.option("--key", "key_file", required=True, metavar="FILE", type=click.Path(path_type=Path),
              help="The witness's key, made with 'postorders ledger key'.")  # fmt: skip
@click.option("--trust", multiple=True, metavar="VKEY", help="Accept this key of the ledger from now on.")
@click.option("--checkpoint", "mailed", metavar="FILE", type=click.Path(path_type=Path),
              help="The checkpoint as it was mailed or posted, instead of the folder's newest.")  # fmt: skip
@click.option("--into", metavar="FILE", type=click.Path(path_type=Path), help="Write here instead of to the screen.")
def command(
    path: Path, state: Path, key_file: Path, trust: tuple[str, ...], mailed: Path | None, into: Path | None
) -> None:
    """Checks that the ledger in the folder PATH goes on from what was seen before, and signs its checkpoint.

    A ledger that shrank, or whose history was rewritten, is not signed. Exit codes: 0 signed; 1 it does not go on
    from what was seen; 2 errors.
    """
    from postorders.ledger.files import put
    from postorders.ledger.layout import load_checkpoint
    from postorders.ledger.witness import Rewritten, witness_folder

    keys = [read_vkey(one) for one in trust]
    given = load_checkpoint(mailed) if mailed else None
    try:
        signed = witness_folder(path, state, read_key(key_file), int(time.time()), keys, given)
    except Rewritten as error:
        complain(error.problems)
        sys.exit(1)
    if into is None:
        click.echo(signed.to_bytes().decode(), nl=False)
    else:
        put(into, signed.to_bytes())
        click.echo(_("Signed {size} entries of {origin}.").format(size=signed.size, origin=signed.origin))

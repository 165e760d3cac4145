"""`postorders ledger key`: a new key for a ledger, or for a witness."""

from __future__ import annotations

from pathlib import Path

import click

from postorders.ledger.keys import LOG, WITNESS, Signer, write_key
from postorders.words import _


@click.command(name="key")
@click.argument("new_file", metavar="NEWFILE", type=click.Path(path_type=Path))
@click.option("--name", required=True, metavar="NAME", help="Whose key, such as 'fulton-grove.example/ledger'.")
@click.option("--witness", is_flag=True, help="Print the form for a witness instead of that for a ledger.")
def command(new_file: Path, name: str, witness: bool) -> None:
    """Makes an Ed25519 key in NEWFILE, which only you can read, and prints its public half on one line.

    That line is the verifier key. Publish it where the ledger's host cannot change it. Exit codes: 0 made;
    2 errors, such as a file that exists.
    """
    signer = Signer.make(name)
    write_key(new_file, signer)
    click.echo(str(signer.vkey(WITNESS if witness else LOG)))
    click.echo(
        _("The private key is in {file}. Keep it where nobody else can read it.").format(file=new_file), err=True
    )

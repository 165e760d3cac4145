"""`postorders ledger prove`: one entry with the proof that it is in the ledger."""

from __future__ import annotations

from pathlib import Path

import click

from postorders.words import _


@click.command(name="prove")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--entry", type=int, required=True, metavar="N", help="Which entry, counted from 0.")
@click.option("--hide", multiple=True, metavar="NAME", help="Black out this field; the proof still verifies.")
@click.option("--into", metavar="FILE", type=click.Path(path_type=Path), help="Write here instead of to the screen.")
def command(path: Path, entry: int, hide: tuple[str, ...], into: Path | None) -> None:
    """Writes one file with entry N of the ledger in PATH and the proof that it is there, which anybody can verify.

    Exit codes: 0 written; 2 errors.
    """
    from postorders.ledger.files import put
    from postorders.ledger.proof import prove

    data = prove(path, entry, hide).to_bytes()
    if into is None:
        click.echo(data.decode(), nl=False)
    else:
        put(into, data)
        click.echo(_("Wrote {file}. Verify it with 'postorders ledger verify {file} --key VKEY'.").format(file=into))

"""`postorders ledger show`: the entries of an exported ledger, in words."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

import click

from postorders.errors import refuse
from postorders.ledger.entry import Disposed, Entry, Payload, write_payload
from postorders.words import _


@click.command(name="show")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--entry", type=int, metavar="N", help="Only this entry, counted from 0.")
@click.option("--format", "form", type=click.Choice(("text", "json")), default="text", show_default=True,
              help="How to print; json is one payload a line.")  # fmt: skip
def command(path: Path, entry: int | None, form: str) -> None:
    """Shows what the entries of the ledger in the folder PATH say, or what a proof says, as far as payloads are there.

    Nothing is verified here: use 'postorders ledger verify'. Exit codes: 0 shown; 2 errors.
    """
    for index, payload in _payloads(path, entry):
        if form == "json":
            click.echo(write_payload(payload).decode())
        else:
            _put(index, payload)


def _payloads(path: Path, entry: int | None) -> Iterable[tuple[int, Payload]]:
    from postorders.ledger.folder import load_payloads, newest
    from postorders.ledger.proof import read_proof

    if path.is_file():
        try:
            proof = read_proof(path.read_bytes())
        except ValueError as error:
            what = _("This is not a proof: {reason}.").format(reason=error)
            raise refuse(what, _("Name a proof, or the folder of a ledger."), str(path)) from error
        return [(proof.index, proof.entry)]
    size = newest(path).size
    if entry is None:
        return load_payloads(path, range(size))
    if not 0 <= entry < size:
        what = _("The ledger has no entry {index}; it has {size}, counted from 0.")
        raise refuse(what.format(index=entry, size=size), file=str(path))
    return load_payloads(path, range(entry, entry + 1))


def _put(index: int, payload: Payload) -> None:
    if isinstance(payload, Disposed):
        click.echo(_("Entry {index}: disposed of; entry {by} says why.").format(index=index, by=payload.by))
    elif payload is None:
        click.echo(_("Entry {index}: not in this copy.").format(index=index))
    else:
        click.echo(_("Entry {index}").format(index=index))
        _put_fields(payload)


def _put_fields(entry: Entry) -> None:
    wide = max((len(one.name) for one in entry.fields), default=0)
    for one in entry.fields:
        if one.hidden:
            click.echo("  " + _("(a field is blacked out)"))
        else:
            shown = one.value if isinstance(one.value, str) else json.dumps(one.value, ensure_ascii=False)
            click.echo(f"  {one.name.ljust(wide)}  {_safe(shown)}")


def _safe(text: str) -> str:
    """Text that cannot steer a terminal or pass for another line."""
    return "".join(char if char.isprintable() else f"\\x{ord(char):02x}" for char in text)

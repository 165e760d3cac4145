"""`postorders ledger verify`: whether everything in an exported ledger, or a proof, holds."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path

import click

from postorders.cli.out import count, put_json
from postorders.errors import refuse
from postorders.ledger.keys import VerifierKey, read_vkey
from postorders.ledger.note import Checkpoint, read_checkpoint
from postorders.ledger.report import Report
from postorders.words import _

LARGE = 20_000


@click.command(name="verify")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--key", "keys", multiple=True, metavar="VKEY", help="Trust this key: the ledger's, or a witness's.")
@click.option("--witness", "witnesses", multiple=True, metavar="FILE", type=click.Path(path_type=Path),
              help="What a witness kept: a checkpoint, or its state file. The ledger must go on from it.")  # fmt: skip
@click.option("--authority", metavar="FILE", type=click.Path(path_type=Path),
              help="Certificates (PEM) of the timestamp authority.")  # fmt: skip
@click.option("--format", "form", type=click.Choice(("text", "json")), default="text", show_default=True,
              help="How to print.")  # fmt: skip
def command(path: Path, keys: tuple[str, ...], witnesses: tuple[Path, ...], authority: Path | None, form: str) -> None:
    """Verifies PATH, the folder of an exported ledger or one proof, without a network, and tells all that is wrong.

    Exit codes: 0 all of it holds; 1 something does not; 2 it cannot be read.
    """
    trusted = [read_vkey(one) for one in keys]
    if not path.exists():
        raise refuse(_("There is nothing here."), _("Name the folder of an exported ledger, or a proof."), str(path))
    report = _proof(path, trusted) if path.is_file() else _folder(path, trusted, witnesses, authority)
    if form == "json":
        put_json({"holds": report.holds, **asdict(report)})
    else:
        _put(report)
    sys.exit(int(not report.holds))


def _proof(path: Path, trusted: list[VerifierKey]) -> Report:
    from postorders.ledger.proof import verify_proof

    return verify_proof(path.read_bytes(), trusted, str(path))[0]


def _folder(path: Path, trusted: list[VerifierKey], witnesses: tuple[Path, ...], authority: Path | None) -> Report:
    from postorders.ledger.verify import verify

    seen = [one for file in witnesses for one in _witnessed(file, path)]
    return verify(path, trusted, seen, authority.read_bytes() if authority else b"", _progress)


def _witnessed(file: Path, ledger: Path) -> list[Checkpoint]:
    """What a witness kept: a checkpoint, or the one of this ledger in a state file."""
    from postorders.ledger.folder import newest
    from postorders.ledger.witness import read_state

    data = file.read_bytes()
    try:
        return [read_checkpoint(data)]
    except ValueError:
        if data.lstrip()[:1] != b"{":
            what, mend = (
                _("This is neither a checkpoint nor a witness's state file."),
                _("Ask the witness for it again."),
            )
            raise refuse(what, mend, str(file)) from None
    origin = newest(ledger).origin
    found = [seen.checkpoint for name, seen in read_state(file).items() if name == origin]
    if not found:
        raise refuse(_("The witness has not seen this ledger."), _("Name another file."), str(file))
    return found


def _progress(done: int, of: int) -> None:
    if of >= LARGE and (done == of or done % (of // 20 // 256 * 256 or 256) == 0):
        click.echo(_("{done} of {of} entries").format(done=f"{done:,}", of=f"{of:,}"), err=True)


def _put(report: Report) -> None:
    for problem in report.problems:
        click.echo(str(problem))
    entries = count(report.size, "entry", "entries")
    heads = count(report.checkpoints, "checkpoint", "checkpoints")
    click.echo(f"{report.origin or '?'}: {entries}, {heads}.")
    kinds = report.payloads
    told = _("  Payloads: {whole} whole, {redacted} with parts blacked out, {disposed} disposed of, {absent} left out.")
    click.echo(told.format(whole=kinds.whole, redacted=kinds.redacted, disposed=kinds.disposed, absent=kinds.absent))
    for size, moment in report.stamps:
        click.echo("  " + _("{size} entries were timestamped at {moment}.").format(size=size, moment=moment))
    for name, moment in report.cosigned:
        click.echo("  " + _("The witness {name} signed at {moment}.").format(name=name, moment=moment))
    for note in report.notes:
        click.echo(f"  {note}")
    if report.own_keys:
        click.echo("  " + _("No key was given, so the folder's own 'keys' file was trusted. Whoever can change the"))
        click.echo(
            "  " + _("folder can change that file too: get the key from somewhere else, and give it with --key.")
        )
    click.echo(_("All of it holds.") if report.holds else _("It does not hold."))

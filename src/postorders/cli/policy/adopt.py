"""`postorders policy adopt`: a department's own signed copy of one version."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from postorders.cli.options import date_given, today
from postorders.cli.policy.diff import put_changes
from postorders.errors import refuse
from postorders.known import known
from postorders.policy import library
from postorders.policy.adoption import Adoption, adopt, make_key
from postorders.policy.diff import diff


@click.command(name="adopt")
@click.argument("policy_name", metavar="POLICY")
@click.option("--into", required=True, metavar="DIR", help="The department's folder of adopted policies.")
@click.option("--by", "adopted_by", default="", metavar="NAME", help="Who adopts it.")
@click.option("--title", default="Chief of Police", show_default=True, help="That person's office.")
@click.option("--on", default="", metavar="DATE", help="When (today if not given).")
@click.option("--proof", default="", metavar="TEXT", help="What shows that it was adopted, such as board minutes.")
@click.option("--key", "key_file", default="", metavar="FILE", help="Sign with this Ed25519 private key (PEM).")
@click.option("--new-key", is_flag=True, help="Make the key of --key first. It must not exist yet.")
def command(
    policy_name: str, into: str, adopted_by: str, title: str, on: str, proof: str, key_file: str, new_key: bool
) -> None:
    """Copies POLICY into DIR as the department's own, with a record of who adopted it, when, and every file's hash.

    When DIR has an adopted version already, shows what differs and adopts nothing, unless the version is new.
    Exit codes: 0 adopted; 1 differences shown, nothing adopted; 2 errors.
    """
    folder = library.folders(policy_name)[-1]
    policy = library.read(folder, known)
    if (Path(into) / policy.id / policy.manifest.version).exists():
        own = library.read(Path(into) / policy.id / policy.manifest.version, known)
        put_changes(diff(own, policy))
        click.echo("Nothing was adopted. To take a change, edit your own copy as a new version.")
        sys.exit(1)
    if not adopted_by:
        raise refuse("Nobody is named who adopts it.", "Add --by with the person's name.")
    record = Adoption(
        policy.id, policy.manifest.version, policy.hash, adopted_by, title, date_given(on) or today(), proof=proof
    )
    target = adopt(folder, policy, Path(into), record, _key(key_file, new_key))
    click.echo(f"Adopted {policy.id}, version of {policy.manifest.version}, into {target}.")
    click.echo(f"Use it with --policy {Path(into) / policy.id}, or set POSTORDERS_POLICIES={into}.")


def _key(name: str, make: bool) -> bytes:
    path = Path(name)
    if make and not name:
        raise refuse("--new-key has no file to write.", "Add --key FILE.")
    if make:
        if path.exists():
            raise refuse("The key file exists already.", "Name another, or leave out --new-key.", name)
        path.touch(mode=0o600)
        path.write_bytes(make_key())
    if name and not path.is_file():
        raise refuse("There is no such key file.", "Add --new-key to make one.", name)
    return path.read_bytes() if name else b""

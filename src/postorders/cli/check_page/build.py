"""`postorders check-page build`: the private check page, as a folder of static files."""

from __future__ import annotations

from pathlib import Path

import click

from postorders.cli.options import as_of_option, date_given, policy_named, roots
from postorders.policy.policy import Policy
from postorders.words import _


@click.command(name="build")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--policy", "names", metavar="POLICY", multiple=True, required=True, help="A template or a pack folder.")
@click.option("--title", default="", help="The page's title; by default it names the first policy's department.")
@as_of_option
def command(folder: Path, names: tuple[str, ...], title: str, as_of: str) -> None:
    """Writes the private check page into DIR: static files, to be served from any path by any web server over HTTPS.

    The page needs no login. It checks a draft in the visitor's own browser and sends nothing. Without --as-of it
    takes every version of a policy along and judges by the one in force on the day that its visitor gives.

    Exit codes: 0 the page was written; 2 errors.
    """
    from postorders.checkpage.build import build, check_target, hash_of

    check_target(folder)
    policies = [policy for name in names for policy in _versions(name, date_given(as_of))]
    build(folder, list({policy.hash: policy for policy in policies}.values()), title)
    files = [path for path in folder.rglob("*") if path.is_file()]
    megabytes = f"{sum(path.stat().st_size for path in files) / 1e6:.1f}"
    click.echo(_("{folder}: {files} files, {size} MB").format(folder=folder, files=len(files), size=megabytes))
    index = hash_of((folder / "index.html").read_bytes())
    click.echo(_("SHA-256 of index.html, which vouches for the rest: {hash}").format(hash=index))


def _versions(name: str, as_of: str) -> list[Policy]:
    from postorders.known import known
    from postorders.policy import library

    if as_of:
        return [policy_named(name, as_of)]
    return [library.read(folder, known) for folder in library.folders(name, roots())]

"""The command `postorders`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from postorders import __version__
from postorders.capability import switched_off
from postorders.cli.folder import FolderGroup
from postorders.cli.out import complain
from postorders.errors import InputError


@click.group(cls=FolderGroup, folder=Path(__file__).parent, package="postorders.cli")
@click.version_option(__version__, prog_name="postorders")
def cli() -> None:
    """Runs a police department's social media policy: every answer cites a clause."""


def main() -> None:
    """Runs the command line; what a user can mend ends in a message and exit code 2, never in a traceback."""
    if switched_off():
        click.echo(f"postorders: POSTORDERS_WITHOUT switches off {', '.join(switched_off())}.", err=True)
    try:
        cli(prog_name="postorders")
    except InputError as error:
        complain(error.problems)
        sys.exit(2)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    except OSError as error:
        complain_os(error)
        sys.exit(2)


def complain_os(error: OSError) -> None:
    """A file that cannot be read or written, in one line."""
    click.echo(f"postorders: {error.filename or ''}: {error.strerror or error}", err=True)


if __name__ == "__main__":
    main()

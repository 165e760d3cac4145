"""The options of `postorders check` that call the witness, and the question that comes before."""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import click

from postorders.cli.out import complain, wrap
from postorders.errors import refuse
from postorders.words import _

if TYPE_CHECKING:
    from postorders.witness import Place, Witness

F = TypeVar("F", bound=Callable[..., Any])
_TIED = ("witness_url", "witness_model", "witness_key_file", "witness_clause", "yes")


def witness_options(function: F) -> F:
    """`--witness` and what goes with it."""
    options = (
        click.option("--witness", is_flag=True, help="Also ask a language model elsewhere, which can only advise."),
        click.option("--witness-url", default="", metavar="URL", help="Its OpenAI-compatible API: https://host/v1."),
        click.option("--witness-model", default="", metavar="MODEL", help="The model to ask there."),
        click.option("--witness-key-file", default="", metavar="FILE", help="A file that holds its key."),
        click.option("--witness-clause", default="", metavar="CLAUSE", help="Ask about this clause alone."),
        click.option("--yes", is_flag=True, help="With --witness: send the words without asking first."),
    )
    for option in reversed(options):
        function = option(function)
    return function


def witness_called(options: Mapping[str, object], sources: Sequence[str], facts: Collection[str]) -> Witness | None:
    """The witness, once it was said where the words go and the user agreed; None if not called. Raises InputError."""
    if not options["witness"]:
        if given := next((name for name in _TIED if options[name]), ""):
            raise click.UsageError(_("{name} says nothing without --witness.").format(name=_option(given)))
        return None
    from postorders.witness import Witness, place

    at = place(str(options["witness_url"]), str(options["witness_model"]), str(options["witness_key_file"]))
    click.echo(_where(at), err=True)
    if not options["yes"] and not _agreed(sources):
        click.echo(_("Nothing is sent; the check goes on without the witness."), err=True)
        return None
    return Witness(at, complain, str(options["witness_clause"]), facts)


def _where(at: Place) -> str:
    """What is sent, and to whom."""
    from postorders.witness.question import MOST

    what = _(
        "The words of each post (its text and title, and the descriptions and transcripts of its media) go to "
        "{address}, to be read by {model}, with one clause at a time, at most {most} clauses a post. No name, account "
        "or date goes along. What is kept there is up to whoever runs it."
    )
    return wrap(what.format(address=at.address, model=at.model, most=MOST), "  ", "")


def _agreed(sources: Sequence[str]) -> bool:
    if "-" in sources and not sys.stdin.isatty():
        what = _("The post comes on standard input, so there is nobody to ask whether it may be sent.")
        raise refuse(what, _("Add --yes if it may."), "--witness")
    return click.confirm(_("Send them?"), default=False, err=True)


def _option(name: str) -> str:
    return "--" + name.replace("_", "-")

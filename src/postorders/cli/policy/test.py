"""`postorders policy test`: the examples of a pack, run."""

from __future__ import annotations

import sys

import click

from postorders.cli.options import format_option, roots
from postorders.cli.out import count, put_json, wrap
from postorders.known import known
from postorders.policy import library
from postorders.screening.examples import Runner
from postorders.signals.learned.reading import installed
from postorders.signals.own import concepts_of


@click.command(name="test")
@click.argument("path", metavar="PATH")
@click.option("--learned", is_flag=True, help="Read the examples with the weights that ship, too.")
@format_option("text", "json")
def command(path: str, learned: bool, form: str) -> None:
    """Runs the examples of the pack in the folder PATH, or of a template.

    An author answers for patterns, so that patterns alone look, unless the pack teaches a concept by example. With
    --learned the weights read too, as they do in a check; they are wrong as often as their error rates say.

    Exit codes: 0 all met; 1 some not; 2 errors.
    """
    ran = []
    for folder in library.folders(path, roots()):
        policy = library.read(folder, known)
        concepts = concepts_of(policy)
        reads = learned or any(concept.by_example for concept in concepts)
        ran += list(Runner(policy, concepts, installed() if reads else None).run())
    missed = [one for one in ran if not one.met]
    if form == "json":
        put_json({"ran": len(ran), "not_met": missed})
    else:
        for one in missed:
            click.echo(wrap(f"{one.what} “{one.text}”", "    ", f"{one.clause} {one.wanted}: "))
        click.echo(f"{count(len(ran), 'example', 'examples')}, {len(missed)} not met.")
    sys.exit(1 if missed else 0)

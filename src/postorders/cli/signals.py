"""`postorders signals`: what can be seen in posts, as probabilities, for evaluation and research."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import click

from postorders.cli.out import complain
from postorders.errors import Problem
from postorders.posts.readers import WHOLE, Read, read, read_stream
from postorders.words import _

CLEAR, BAD = 0, 2
_AT_ONCE = 256


@click.command(name="signals")
@click.argument("source", metavar="FILE|-")
@click.option("--cascade", is_flag=True, help="A quick look first; the encoder reads what may show something.")
@click.option("--patterns-only", is_flag=True, help="Look by patterns alone, without the learned signals.")
def command(source: str, cascade: bool, patterns_only: bool) -> None:
    """Prints every concept's probability for each post: JSON Lines in (or any format that `check` reads), JSON Lines
    out, as {"id", "scores": {concept: p}, "spans": {concept: [[start, end], ...]}}.

    A number here is a measured probability of one concept in one post. It is no judgment under any policy.

    Exit codes: 0 done; 2 bad usage or input.
    """
    from postorders.signals.detect import Detector
    from postorders.signals.learned.reading import installed
    from postorders.signals.learned.scores import Scorer
    from postorders.signals.library import shipped

    reading = None if patterns_only else installed()
    if reading is None and not patterns_only:
        click.echo("postorders: " + _("No weights are installed: only patterns look."), err=True)
    scorer, code = Scorer(Detector(shipped()), reading, cascade), CLEAR
    items = _read(source)
    while some := list(islice(items, _AT_ONCE)):
        if problems := [item.problem for item in some if item.problem]:
            complain(problems)
            code = BAD
        posts = [item.post for item in some if item.post is not None]
        for post, scored in zip(posts, scorer.score([post.text for post in posts]), strict=True):
            said = {"id": post.id, "scores": scored.scores, "spans": scored.spans}
            click.echo(json.dumps(said, ensure_ascii=False, separators=(",", ":")))
    sys.exit(code)


def _read(source: str) -> Iterator[Read]:
    if source == "-":
        yield from read_stream(sys.stdin.buffer, "standard input")
        return
    path = Path(source)
    if not path.is_file():
        yield Read(problem=Problem(_("There is no such file."), _("Check the name."), source))
    elif path.suffix.lower() in (".jsonl", ".ndjson"):
        with path.open("rb") as lines:
            yield from read_stream(lines, source)
    else:
        with path.open("rb") as file:
            yield from read(file.read(WHOLE + 1), source)

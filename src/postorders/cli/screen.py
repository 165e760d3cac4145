"""`postorders screen`: many posts in files, judged in bulk on one machine."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from postorders.cli.check import BAD, CLEAR, HEED, INCOMPLETE
from postorders.cli.given import context_given, situation_options
from postorders.cli.options import as_of_option, date_given, roots, today
from postorders.words import _, plural

if TYPE_CHECKING:
    from postorders.policy.policy import Policy
    from postorders.posts.context import Context
    from postorders.screening.bulk.case import Case
    from postorders.screening.bulk.run import Order, Tally, Watch

_GRAVEST_FIRST = ("hold", "ask", "advise", "incomplete", "clear")


@click.command(name="screen")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("-o", "--output", "out", required=True, metavar="FILE", help="Where to write: .parquet, .jsonl or .csv.")
@click.option("--policy", "policy_name", required=True, metavar="POLICY", help="A template's id, or a pack's folder.")
@click.option("--account", type=click.Choice(["official", "personal"]), help="Whose account the posts are for.")
@as_of_option
@click.option("--permission", "permissions", multiple=True, metavar="FILE", help="Permissions held (YAML or JSON).")
@click.option("--fact", "facts", multiple=True, metavar="FACT=yes|no", help="An answer that holds for every post.")
@situation_options
@click.option("--with-text", is_flag=True, help="Put the text of each post into the output too.")
@click.option("--jobs", type=click.IntRange(1), metavar="N", help="Processes at work. All cores if it is not given.")
@click.option(
    "--shard", type=click.IntRange(1, 100_000), default=2_000, metavar="N", help="Posts kept at a time: 2000."
)
@click.option("--force", is_flag=True, help="Replace an output that exists.")
@click.option("--quiet", is_flag=True, help="Tell nothing but problems.")
def command(files: tuple[str, ...], out: str, jobs: int | None, shard: int, force: bool, **options: Any) -> None:
    """Judges every post in files of JSON Lines, CSV or Parquet, and writes what the policy says of each.

    A run that was stopped, even by a loss of power, goes on when the same command is given again. Rows that are not
    posts go to a file `.bad.jsonl` beside the output, and the others are judged. The output appears when it is whole.

    Exit codes: 0 all clear; 1 something to heed; 3 something incomplete; 2 bad usage, bad rows, or stopped.
    """
    from postorders.screening.bulk.run import Order, run

    case = _case(options)
    order = Order(tuple(map(Path, files)), Path(out), case, jobs or _cores(), shard, force)
    watch = _watch(bool(options["quiet"]))
    try:
        tally = run(order, watch)
    except KeyboardInterrupt:
        told = _("Stopped. What is done is kept in {folder}; give the same command again to go on.")
        click.echo("postorders: " + told.format(folder=f"{out}.work"), err=True)
        sys.exit(BAD)
    if not options["quiet"]:
        click.echo(_told(order, tally))
    sys.exit(_code(tally))


def _cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _case(options: dict[str, Any]) -> Case:
    from postorders.known import known
    from postorders.policy.library import versions_of
    from postorders.screening.bulk.case import Case

    policies = versions_of(options["policy_name"], known, roots())
    return Case(
        policies,
        day=today(),
        as_of=date_given(options["as_of"]),
        account=options["account"] or "",
        third_party=options["third_party"],
        context=_context(options, policies[-1]),
        patterns_only=options["patterns_only"],
        with_text=options["with_text"],
    )


def _context(options: dict[str, Any], policy: Policy) -> Context:
    """What the options say of the person and the moment."""
    from postorders.signals.own import concepts_of

    facts = frozenset(concept.concept for concept in concepts_of(policy) if concept.group == "fact")
    return context_given(options, facts)


def _code(tally: Tally) -> int:
    if tally.bad:
        return BAD
    if tally.outcomes.keys() - {"clear", "incomplete"}:
        return HEED
    return INCOMPLETE if tally.outcomes["incomplete"] else CLEAR


def _told(order: Order, tally: Tally) -> str:
    """What came of it, in a line or two."""
    said = ", ".join(f"{tally.outcomes[name]:,} {name}" for name in _GRAVEST_FIRST if tally.outcomes[name])
    posts = tally.outcomes.total()
    lines = [f"{order.out}: {posts:,} {plural('post', 'posts', posts)}{': ' if said else ''}{said}."]
    if tally.bad:
        lines.append(f"{order.bad}: {tally.bad:,} {plural('bad row', 'bad rows', tally.bad)}.")
    return "\n".join(lines)


def _watch(quiet: bool) -> Watch:
    if quiet:
        return Quiet()
    return Bar() if sys.stderr.isatty() else Plain()


class Quiet:
    """Tells nothing, and counts: rows in all, and how many a second of those that this run read."""

    def begin(self, size: int) -> None:
        """The clock starts."""
        self.began, self.rows, self.before = time.monotonic(), 0, 0

    def resumed(self, rows: int, size: int) -> None:
        """Counts what an earlier run did."""
        self.rows, self.before = self.rows + rows, self.before + rows

    def shard(self, rows: int, size: int) -> None:
        """Counts a shard."""
        self.rows += rows

    def end(self) -> None:
        """Nothing more comes."""

    def told(self) -> str:
        """How many, and how fast."""
        rate = (self.rows - self.before) / max(0.001, time.monotonic() - self.began)
        rows = f"{self.rows:,} {plural('row', 'rows', self.rows)}"
        return _("{rows}, {rate} a second").format(rows=rows, rate=f"{rate:,.0f}")


class Plain(Quiet):
    """A line on standard error for each shard."""

    def shard(self, rows: int, size: int) -> None:
        """The line."""
        super().shard(rows, size)
        before = f" ({self.before:,} {_('of them by an earlier run')})" if self.before else ""
        click.echo(f"{self.told()}{before}", err=True)


class Bar(Quiet):
    """A bar on a terminal, by the bytes of the files."""

    def begin(self, size: int) -> None:
        """Draws it empty."""
        super().begin(size)
        self.bar: Any = click.progressbar(
            length=size, label=_("Screening"), file=sys.stderr, item_show_func=lambda _item: self.told()
        )
        self.bar.render_progress()

    def resumed(self, rows: int, size: int) -> None:
        """Moves it."""
        super().resumed(rows, size)
        self.bar.update(size)

    def shard(self, rows: int, size: int) -> None:
        """Moves it."""
        super().shard(rows, size)
        self.bar.update(size)

    def end(self) -> None:
        """Leaves the line."""
        self.bar.render_finish()

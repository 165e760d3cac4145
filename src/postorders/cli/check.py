"""`postorders check`: may this be said here, now, under the policy in force?"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import click

from postorders.cli import render
from postorders.cli.given import context_given, situation_options
from postorders.cli.options import as_of_option, date_given, format_option, policy_named, today
from postorders.cli.out import complain
from postorders.cli.witness import witness_called, witness_options
from postorders.errors import InputError, Problem, refuse
from postorders.judge.judge import judge
from postorders.judge.judgment import Judgment
from postorders.posts.context import Context
from postorders.posts.given import read_context
from postorders.posts.post import Post
from postorders.posts.readers import WHOLE, Read, format_names, read, read_stream
from postorders.screening.checker import Checker
from postorders.signals.learned.reading import installed
from postorders.signals.own import concepts_of
from postorders.words import _

CLEAR, HEED, BAD, INCOMPLETE = 0, 1, 2, 3


@click.command(name="check", no_args_is_help=False)
@click.argument("posts", nargs=-1, metavar="[FILE|-]...")
@click.option("--policy", "policy_name", metavar="POLICY", help="A template's id, or the folder of a pack.")
@click.option("--account", type=click.Choice(["official", "personal"]), help="Whose account the posts are for.")
@as_of_option
@format_option("text", "json", "jsonl")
@click.option("--input", "input_format", default="", metavar="FORMAT", help="Read the posts as this format.")
@click.option("--permission", "permissions", multiple=True, metavar="FILE", help="Permissions held (YAML or JSON).")
@click.option(
    "--fact",
    "facts",
    multiple=True,
    metavar="FACT=yes|no",
    help="Answer a question that the check asks, such as patch-visible=yes.",
)
@situation_options
@click.option("--explain", is_flag=True, help="Add the trace: each condition, its value, held or not.")
@click.option("--replay", "replayed", metavar="FILE", help="Judge again from a kept judgment; the bytes must agree.")
@click.option("--detect-anew", is_flag=True, help="With --replay: look again with today's patterns.")
@witness_options
def command(posts: tuple[str, ...], policy_name: str | None, form: str, **options: object) -> None:
    """Checks posts against a policy. Reads standard input when no FILE is given, so that a draft leaves no
    trace in the shell's history.

    Exit codes: 0 clear; 1 something to heed; 3 incomplete; 2 bad usage or input.
    """
    if replayed := options.pop("replayed"):
        from postorders.cli.replay import run

        sys.exit(run(str(replayed), policy_name or "", bool(options["detect_anew"]), form))
    if not policy_name:
        raise click.UsageError(
            "Say which policy: --policy raymore-8, for example. 'postorders policy list' names them."
        )
    sys.exit(_Run(policy_name, form, options).check(posts or ("-",)))


class _Run:
    """One run of the command over all its posts."""

    def __init__(self, policy_name: str, form: str, options: dict[str, object]) -> None:
        self.policy_name, self.form, self.options = policy_name, form, options
        self.as_of = date_given(str(options["as_of"]))
        self.account = str(options["account"] or "")
        # An unknown policy is told before a post is asked for.
        named = concepts_of(policy_named(policy_name, self.as_of or "9999-12-31"))
        self.fact_names = frozenset(concept.concept for concept in named if concept.group == "fact")
        self.base = context_given(options, self.fact_names)
        self.reading = None if options["patterns_only"] else installed()
        self.checkers: dict[str, Checker] = {}
        self.codes: set[int] = set()
        self.told: set[str] = set()

    def check(self, sources: tuple[str, ...]) -> int:
        """Checks every post of every source, prints what the policy says of each, and gives the exit code."""
        self.witness = witness_called(self.options, sources, self.fact_names)
        printer = render.printer(self.form, bool(self.options["explain"]))
        for source in sources:
            for item in self._read(source):
                if item.note and item.note.what not in self.told:
                    self.told.add(item.note.what)
                    complain([item.note])
                judgment = self._judge(item)
                if judgment is not None:
                    printer.put(judgment)
                    self.codes.add(_code(judgment))
        printer.end()
        return next((code for code in (BAD, HEED, INCOMPLETE) if code in self.codes), CLEAR)

    def _judge(self, item: Read) -> Judgment | None:
        """The judgment of one item; its problem is told and the others go on."""
        if item.problem or item.post is None:
            self._bad([item.problem] if item.problem else [])
            return None
        try:
            where = f"post {item.post.id}"
            context = read_context(item.context, where, self.base, self.fact_names)
            post = replace(item.post, third_party=True) if self.options["third_party"] else item.post
            if not post.account:
                raise refuse("Nobody said whose account it is.", "Add --account official or --account personal.", where)
            as_of = self.as_of or post.time[:10] or today()
            return self._heard(post, context, as_of)
        except InputError as error:
            self._bad(list(error.problems))
            return None

    def _heard(self, post: Post, context: Context, as_of: str) -> Judgment:
        """The judgment of a post by what the checker sees, and by what a witness quotes, if one was called."""
        checker = self._checker(as_of)
        sightings = checker.sight(post, context)
        if self.witness:
            sightings = self.witness.hear(sightings, post, context, checker.policy, as_of)
        return judge(post, sightings, checker.policy, context, as_of, bool(self.options["explain"]))

    def _bad(self, problems: list[Problem]) -> None:
        complain(problems)
        self.codes.add(BAD)

    def _checker(self, as_of: str) -> Checker:
        if as_of not in self.checkers:
            policy = policy_named(self.policy_name, as_of)
            same = next((one for one in self.checkers.values() if one.policy.hash == policy.hash), None)
            self.checkers[as_of] = same or Checker(policy, concepts_of(policy), self.reading)
        return self.checkers[as_of]

    def _read(self, source: str) -> Iterator[Read]:
        form = str(self.options["input_format"])
        if form and form not in format_names():
            raise refuse(f"There is no format {form!r}.", f"Known: {', '.join(format_names())}.", "--input")
        if source == "-":
            yield from self._read_standard(form)
            return
        path = Path(source)
        if path.is_dir():
            yield Read(problem=Problem("It is a folder.", "Name the files in it.", source))
        elif not path.exists():
            yield Read(problem=Problem("There is no such file.", "Check the name.", source))
        elif path.suffix.lower() in (".jsonl", ".ndjson") and form in ("", "jsonl"):
            with path.open("rb") as lines:
                yield from read_stream(lines, source, account=self.account)
        else:
            with path.open("rb") as file:  # one byte over the limit is enough for the reader to refuse it
                yield from read(file.read(WHOLE + 1), source, account=self.account, format=form)

    def _read_standard(self, form: str) -> Iterator[Read]:
        stream = sys.stdin.buffer
        if form == "jsonl" or (not form and self.form == "jsonl" and not stream.isatty()):
            yield from read_stream(stream, "standard input", account=self.account)
            return
        if stream.isatty():
            click.echo(_("Type or paste the post. End with Ctrl-D on an empty line."), err=True)
        yield from read(stream.read(WHOLE + 1), "standard input", account=self.account, format=form)


def _code(judgment: Judgment) -> int:
    return {"clear": CLEAR, "incomplete": INCOMPLETE}.get(judgment.outcome, HEED)

"""The heart of a run: a table of posts in, a table of what the policy says of each out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pyarrow as pa

from postorders.errors import InputError, refuse
from postorders.judge.judgment import Flag, Judgment
from postorders.posts.context import Context
from postorders.posts.given import read_context
from postorders.posts.post import Media, Post
from postorders.screening.bulk.case import Case, Checkers
from postorders.screening.checker import Checker
from postorders.signals.own import concepts_of

_TEXTS = pa.list_(pa.string())
_MEDIA = pa.struct([(name, pa.string()) for name in ("kind", "name", "alt", "transcript")])
_PLACE = [("source", pa.string()), ("row", pa.int64())]
POSTS = pa.schema(
    [
        *_PLACE,
        *((name, pa.string()) for name in ("id", "text", "title", "account", "author", "time")),
        *((name, pa.string()) for name in ("platform", "language", "reply_to")),
        ("links", _TEXTS),
        ("tags", _TEXTS),
        ("media", pa.list_(_MEDIA)),
        ("third_party", pa.bool_()),
        ("context", pa.string()),
    ]
)
FLAG = pa.struct(
    [
        *((name, pa.string()) for name in ("clause", "effect", "concept", "field")),
        ("start", pa.int32()),
        ("end", pa.int32()),
        ("text", pa.string()),
        ("how", pa.string()),
    ]
)
UNCHECKED = pa.struct([("what", pa.string()), ("why", pa.string())])
FLAGS = pa.schema(
    [
        ("id", pa.string()),
        ("outcome", pa.string()),
        ("flags", pa.list_(FLAG)),
        ("unchecked", pa.list_(UNCHECKED)),
        ("for_a_person", _TEXTS),
        ("account", pa.string()),
        ("as_of", pa.string()),
        ("policy_version", pa.string()),
        ("policy_hash", pa.string()),
        ("concepts_hash", pa.string()),
        ("weights_hash", pa.string()),
        *_PLACE,
    ]
)
PROBLEM = pa.field("problem", pa.string())
TEXT = pa.field("text", pa.string())


def flags_schema(with_text: bool) -> pa.Schema:
    """The columns of the output."""
    return FLAGS.append(TEXT) if with_text else FLAGS


def posts_table(items: Iterable[tuple[str, int, Post, Mapping[str, Any]]]) -> pa.Table:
    """Posts with their source, their row and what they said as context, as a table of `POSTS`.

    Columns in which nobody says anything are left out.
    """
    rows = [
        {"source": source, "row": row, **post.to_dict(), **({"context": json.dumps(said)} if said else {})}
        for source, row, post, said in items
    ]
    there = set().union(*rows) if rows else {"source", "row", "id", "text"}
    return pa.Table.from_pylist(rows, schema=pa.schema([field for field in POSTS if field.name in there]))


@dataclass(frozen=True, slots=True)
class _Row:
    """A post of a batch on its way; `problem` says why it cannot be judged."""

    source: str
    row: int
    post: Post
    context: Context
    as_of: str
    checker: Checker | None
    problem: str = ""


class Screen:
    """Screens batches for one case. The same batch gives the same table, whatever came before."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self._checkers = Checkers(case)
        self._facts = frozenset(c.concept for c in concepts_of(case.policies[-1]) if c.group == "fact")

    def screen(self, batch: pa.Table) -> pa.Table:
        """`FLAGS` and `problem`, a row for each row of a table with the columns of `POSTS`, in order; absent
        columns are empty. A post that cannot be judged has a `problem` and no outcome. Raises nothing for what
        is in the posts.
        """
        rows = [self._row(values) for values in _records(batch)]
        judged = _judged(rows)
        records = [self._record(row, came) for row, came in zip(rows, judged, strict=True)]
        return pa.Table.from_pylist(records, schema=flags_schema(self.case.with_text).append(PROBLEM))

    def _row(self, values: dict[str, Any]) -> _Row:
        source, row, said = values.pop("source", ""), values.pop("row", 0), values.pop("context", "")
        case, post = self.case, self._given(_post(values))
        try:
            if not post.account:
                raise refuse("Nobody said whose account it is.", "Add --account official or --account personal.")
            context = read_context(json.loads(said), "", case.context, self._facts) if said else case.context
            as_of = case.as_of or post.time[:10] or case.day
            return _Row(source, row, post, context, as_of, self._checkers.on(as_of))
        except InputError as error:
            return _Row(source, row, post, case.context, "", None, " ".join(map(str, error.problems)))

    def _record(self, row: _Row, came: Judgment | str) -> dict[str, Any]:
        place = {"source": row.source, "row": row.row, "id": row.post.id}
        if isinstance(came, str):
            return {**place, "problem": came}
        record = {
            **place,
            "outcome": came.outcome,
            "flags": [part for flag in came.flags for part in _flag(flag)],
            "unchecked": [{"what": each.what, "why": each.why} for each in came.unchecked],
            "for_a_person": list(dict.fromkeys(pointer.clause for pointer in came.for_a_person)),
            "account": came.account,
            "as_of": came.as_of,
            "policy_version": came.policy.version,
            "policy_hash": came.policy.hash,
            "concepts_hash": came.engine["concepts"],
            "weights_hash": came.engine["weights"],
        }
        return record | ({"text": row.post.text} if self.case.with_text else {})

    def _given(self, post: Post) -> Post:
        more: dict[str, Any] = {} if post.account else {"account": self.case.account}
        return replace(post, **more, third_party=True) if self.case.third_party else replace(post, **more)


def _records(batch: pa.Table) -> Iterator[dict[str, Any]]:
    """What each row says, without what it does not."""
    names = [name for name in batch.column_names if name in POSTS.names]
    for values in zip(*(batch[name].to_pylist() for name in names), strict=True):
        yield {name: value for name, value in zip(names, values, strict=True) if value is not None}


def _post(values: dict[str, Any]) -> Post:
    media = ({name: said for name, said in medium.items() if said} for medium in values.pop("media", ()))
    values |= {name: tuple(values.pop(name, ())) for name in ("links", "tags")}
    return Post(**{"id": "", **values, "media": tuple(Media(**{"kind": "", **medium}) for medium in media)})


def _flag(flag: Flag) -> Iterator[dict[str, Any]]:
    """One entry for each span of a flag; one without a place for what an author answered."""
    head = {"clause": flag.clause, "effect": flag.effect, "concept": flag.concept}
    for span in flag.spans:
        place = {"start": span.start, "end": span.end} if span.text else {}
        yield {**head, "field": span.field, **place, "text": span.text, "how": span.how}
    if not flag.spans:
        yield {**head, "field": "", "text": "", "how": ""}


def _judged(rows: Sequence[_Row]) -> list[Judgment | str]:
    """The judgment of each row or why there is none; those of one version are judged together."""
    came: list[Judgment | str] = [row.problem for row in rows]
    groups: dict[int, list[int]] = {}
    for at, row in enumerate(rows):
        if row.checker is not None:
            groups.setdefault(id(row.checker), []).append(at)
    for places in groups.values():
        for at, judgment in zip(places, _together([rows[at] for at in places]), strict=True):
            came[at] = judgment
    return came


def _together(rows: Sequence[_Row]) -> Sequence[Judgment | str]:
    """Rows of one checker. Where they fail each half is tried, so that one post spoils no other."""
    checker = rows[0].checker
    if checker is None:
        return [row.problem for row in rows]
    try:
        posts, contexts = [row.post for row in rows], [row.context for row in rows]
        return checker.check_many(posts, contexts, [row.as_of for row in rows])
    except Exception as error:
        half = len(rows) // 2
        return [*_together(rows[:half]), *_together(rows[half:])] if half else [_failed(error)]


def _failed(error: Exception) -> str:
    return f"The check failed on this post ({type(error).__name__}). It was not judged; report it with the post."

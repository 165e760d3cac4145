"""The one function at the heart: a table of posts in, a table of flags out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from tests.screening.conftest import CLEAR, GUILTY

from postorders.judge.judgment import Judgment
from postorders.known import known
from postorders.policy.library import read
from postorders.posts.context import Context
from postorders.posts.post import Media, Post
from postorders.screening import checker
from postorders.screening.bulk.batch import POSTS, Screen, posts_table
from postorders.screening.bulk.case import Case
from postorders.screening.checker import Checker
from postorders.signals.library import shipped


@pytest.fixture
def screen(order: Path, concepts: Path) -> Screen:
    """Screens official posts under Order 12."""
    return Screen(Case((read(order, known),), day="2026-03-02", account="official"))


def test_a_table_with_text_alone_is_enough(screen: Screen) -> None:
    flags = screen.screen(pa.table({"text": [CLEAR, GUILTY]}))
    assert flags["outcome"].to_pylist() == ["clear", "hold"]
    assert flags["as_of"].to_pylist() == ["2026-03-02"] * 2


def test_posts_of_several_days_and_accounts_keep_their_order(screen: Screen) -> None:
    days = [f"2026-02-{number % 9 + 1:02d}" for number in range(40)]
    batch = pa.table({"id": [f"p{n}" for n in range(40)], "text": [CLEAR, GUILTY] * 20, "time": days})
    flags = screen.screen(batch)
    assert flags["id"].to_pylist() == [f"p{n}" for n in range(40)]
    assert flags["as_of"].to_pylist() == days
    assert flags["outcome"].to_pylist() == ["clear", "hold"] * 20
    assert screen.screen(batch) == flags


def test_a_post_comes_through_a_table_as_it_was(screen: Screen) -> None:
    media = (Media("photo", "a.jpg", alt="Our lobby."), Media("video"))
    post = Post("p-1", GUILTY, "Title", "personal", time="2026-01-15", tags=("a", "b"), links=("x",), media=media)
    table = posts_table([("posts.jsonl", 7, post, {"facts": {"patch-visible": "yes"}})])
    assert set(table.column_names) < set(POSTS.names)
    (record,) = screen.screen(table).to_pylist()
    judgment = Checker(screen.case.policies[0], shipped()).check(
        post, Context(facts={"patch-visible": "yes"}), "2026-01-15"
    )
    assert record["outcome"] == judgment.outcome
    assert [(f["clause"], f["field"], f["start"]) for f in record["flags"]] == [
        (flag.clause, span.field, span.start if span.text else None) for flag in judgment.flags for span in flag.spans
    ]
    assert record["unchecked"] == [{"what": each.what, "why": each.why} for each in judgment.unchecked]


def test_an_unknown_fact_is_a_problem_of_its_row_alone(screen: Screen) -> None:
    context = ['{"facts": {"patch-visibel": "yes"}}', None]
    flags = screen.screen(pa.table({"text": [CLEAR, CLEAR], "context": context}))
    assert flags["outcome"].to_pylist() == [None, "clear"]
    assert flags["problem"].to_pylist() == [
        'The field "facts.patch-visibel" is not known. Did you mean "patch-visible"?', None,
    ]  # fmt: skip


def test_a_post_on_which_the_check_fails_spoils_no_other(screen: Screen, monkeypatch: pytest.MonkeyPatch) -> None:
    judge = checker.judge

    def failing(post: Post, *rest: Any) -> Judgment:
        if post.id == "p1":
            raise RecursionError
        return judge(post, *rest)

    monkeypatch.setattr(checker, "judge", failing)
    flags = screen.screen(pa.table({"id": ["p0", "p1", "p2"], "text": [CLEAR, CLEAR, GUILTY]}))
    assert flags["outcome"].to_pylist() == ["clear", None, "hold"]
    told = "The check failed on this post (RecursionError). It was not judged; report it with the post."
    assert flags["problem"].to_pylist() == [None, told, None]


def test_posts_of_one_version_are_judged_together_each_as_of_its_day(
    screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, check_many = [], Checker.check_many

    def many(asker: Checker, posts: list[Post], contexts: list[Context], as_of: list[str]) -> list[Judgment]:
        asked.append(as_of)
        return check_many(asker, posts, contexts, as_of)

    monkeypatch.setattr(Checker, "check_many", many)
    days = ["2026-02-01", "2026-02-02", "2026-02-01"]
    flags = screen.screen(pa.table({"text": [CLEAR, GUILTY, CLEAR], "time": days}))
    assert flags["outcome"].to_pylist() == ["clear", "hold", "clear"]
    assert flags["as_of"].to_pylist() == days
    assert asked == [days]

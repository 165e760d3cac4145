"""Judges posts from compiled data alone. CPython imports this; Pyodide is handed its text and runs the same."""

from __future__ import annotations

import json
from typing import Any

from postorders.judge.form import as_line
from postorders.plain import from_plain
from postorders.policy.library import revived
from postorders.posts.context import Context
from postorders.posts.post import Post
from postorders.screening.checker import Checker
from postorders.signals.concept import Ready


def judged(bundle: str) -> str:
    """The judgment lines of every post under every policy of a bundle of JSON, a line each."""
    data: dict[str, Any] = json.loads(bundle)
    concepts = from_plain(tuple[Ready, ...], data["concepts"])
    checkers = [Checker(revived(policy), concepts) for policy in data["policies"]]
    posts = [(Post.from_dict(item["post"]), Context.from_dict(item["context"])) for item in data["posts"]]
    lines = [
        as_line(checker.check(post, context, data["as_of"], explain=True))
        for checker in checkers
        for post, context in posts
    ]
    return "".join(f"{line}\n" for line in lines)

"""What an answer is worth: words that stand in the post, for the clause that was asked about, or nothing."""

from __future__ import annotations

import json
import re
from typing import Any

from postorders.judge.judgment import Span, Witnessed
from postorders.policy.clause import Clause
from postorders.posts.post import Post

_FENCE = re.compile(r"\A```(?:json)?\s*\n(.*)\n\s*```\Z", re.S)
_THOUGHT = re.compile(r"\A\s*<think>.*?</think>", re.S)


def weighed(body: bytes, clause: Clause, post: Post) -> Witnessed:
    """What the body of an answer comes to. Whatever it says beside the clause and the quotation is not read."""
    said = _said(body)
    quote = said.get("quote")
    if said.get("clause") != clause.clause or not isinstance(quote, str):
        return Witnessed(clause.clause, "discarded")
    if not quote:
        return Witnessed(clause.clause, "nothing")
    span = found(quote, post)
    return Witnessed(clause.clause, "quoted", span) if span else Witnessed(clause.clause, "discarded")


def found(quote: str, post: Post) -> Span | None:
    """The first place where the post has exactly these words, whole; None if there is none."""
    if not quote.strip():
        return None
    for field, words in post.passages():
        start = words.find(quote)
        while start >= 0:
            end = start + len(quote)
            if not _cut(words, start) and not _cut(words, end):
                return Span(start, end, quote, field, "witness")
            start = words.find(quote, start + 1)
    return None


def _cut(words: str, at: int) -> bool:
    """Whether a word is cut in two there."""
    return 0 < at < len(words) and words[at - 1].isalnum() and words[at].isalnum()


def _said(body: bytes) -> dict[str, Any]:
    """The object in the first choice's message; empty when the answer has another shape."""
    try:
        content = json.loads(body)["choices"][0]["message"]["content"]
        text = _THOUGHT.sub("", content).strip()
        fenced = _FENCE.match(text)
        said = json.loads(fenced.group(1) if fenced else text)
    except (ValueError, TypeError, LookupError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}

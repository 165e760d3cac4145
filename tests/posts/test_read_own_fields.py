"""A post may carry fields that mean nothing here; a slip in a name that matters is still told."""

from __future__ import annotations

import json
from typing import Any

from postorders.posts.readers import read


def only(**post: Any) -> Any:
    (item,) = read(json.dumps(post).encode(), "a.json")
    return item


def test_a_field_that_means_nothing_here_is_noted_and_the_post_is_read() -> None:
    item = only(text="Road closed.", likes=12, shares=3)
    assert item.post.text == "Road closed."
    assert str(item.note) == 'a.json:1: Not read: "likes" and "shares". A post may have fields of its own.'


def test_a_name_like_a_known_one_that_is_there_is_no_slip() -> None:
    item = only(text="Road closed.", expect=["x"])
    assert (item.problem, item.note.what) == (None, 'Not read: "expect".')


def test_a_slip_for_a_known_one_that_is_missing_is_told() -> None:
    item = only(text="Road closed.", acount="official")
    assert str(item.problem) == 'a.json:1: The field "acount" is not known. Did you mean "account"?'


def test_a_post_with_known_fields_alone_has_no_note() -> None:
    assert only(text="Road closed.").note is None

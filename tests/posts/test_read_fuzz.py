"""Whatever the bytes: a post or a problem, and nothing else."""

import io
import json

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from postorders.posts.post import ACCOUNTS, MEDIA_KINDS, Post
from postorders.posts.readers import format_names, read, read_stream
from postorders.posts.readers.formats.table import COLUMNS
from postorders.posts.readers.shapes import KNOWN

NAMES = st.sampled_from(("a.txt", "a.csv", "a.json", "a.jsonl", "a.jsonld", "-", ""))
ACCOUNT = st.sampled_from(("", *ACCOUNTS, "work"))
VOCABULARY = [
    "@context",
    "type",
    "id",
    "content",
    "contentMap",
    "name",
    "summary",
    "summaryMap",
    "mediaType",
    "attributedTo",
    "published",
    "inReplyTo",
    "url",
    "href",
    "tag",
    "attachment",
    "image",
    "object",
    "items",
    "orderedItems",
    "actor",
    "kind",
    "alt",
    "transcript",
]
KINDS = (
    "Note",
    "Article",
    "Image",
    "Video",
    "Create",
    "Collection",
    "OrderedCollection",
    "Hashtag",
    "Document",
    "photo",
)
LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=8),
    st.sampled_from((*KINDS, *ACCOUNTS, "2024-05-01", "<p>a<br>b</p>", "\ud800", "\x00", "#a", "text/plain")),
)
KEYS = st.one_of(st.sampled_from((*KNOWN, *VOCABULARY)), st.text(max_size=4))
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(KEYS, inner, max_size=6)),
    max_leaves=15,
)
CELLS = st.sampled_from(
    (*COLUMNS, "message", "a", '"', '"a"', "", " ", ",", ";", "\n", "\r", "\t", "#", "photo", "yes")
)


def _sound(items) -> None:
    count = 0
    for item in items:
        count += 1
        assert (item.post is None) != (item.problem is None)
        assert item.line >= 1
        for problem in filter(None, (item.problem, item.note)):
            str(problem).encode()
            assert problem.what and problem.mend
            assert all(part.isprintable() for part in (problem.what, problem.mend))
        if item.post:
            _sound_post(item.post)
    assert count


def _sound_post(post: Post) -> None:
    json.dumps(post.to_dict(), ensure_ascii=False).encode()
    assert Post.from_dict(post.to_dict()) == post
    assert post.id
    assert post.account in ("", *ACCOUNTS)
    assert all(medium.kind in MEDIA_KINDS for medium in post.media)
    assert post.text.strip() or post.title.strip() or post.media


@pytest.mark.parametrize("format", ["", *format_names()])
@settings(deadline=None)
@given(st.binary(max_size=200), NAMES, ACCOUNT)
@example(b"\xff\xfe", "a.jsonl", "")
@example(b'"', "a.csv", "")
@example(b"\xef\xbb\xbf\n\xff", "a.jsonl", "")
def test_any_bytes(format, data, name, account):
    _sound(read(data, name, account=account, format=format))


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_any_stream(data):
    _sound(read_stream(io.BytesIO(data), "a.jsonl"))


@settings(deadline=None, max_examples=400)
@given(VALUES, NAMES, ACCOUNT, st.sampled_from(("", "json", "jsonl", "activitystreams")))
def test_any_json(value, name, account, format):
    _sound(read(json.dumps(value).encode(), name, account=account, format=format))


@settings(deadline=None, max_examples=200)
@given(st.dictionaries(st.sampled_from(KNOWN), VALUES), st.lists(VALUES, max_size=3))
def test_any_values_of_the_known_fields(post, others):
    _sound(read(json.dumps([post, *others, {"type": "Note", **post}]).encode(), "a.json"))


@settings(deadline=None, max_examples=200)
@given(st.dictionaries(st.sampled_from(VOCABULARY), VALUES), st.sampled_from(KINDS))
def test_any_values_of_the_vocabulary(value, kind):
    _sound(read(json.dumps({**value, "type": kind, "@context": 1}).encode(), "a.json"))


@settings(deadline=None, max_examples=200)
@given(st.lists(CELLS, max_size=8), st.lists(CELLS, max_size=20), st.sampled_from((",", ";", "\t", "")))
def test_any_table(header, cells, mark):
    _sound(read((mark.join(header) + "\n" + mark.join(cells)).encode(), "a.csv"))

"""Our own JSON: one object or a list, with the fields of a post."""

import json

from hypothesis import given
from hypothesis import strategies as st

from postorders.posts.post import ACCOUNTS, MEDIA_KINDS, Media, Post
from postorders.posts.readers import read

FULL = {
    "id": "fg-1",
    "text": "Our new patrol car.",
    "title": "New wheels",
    "account": "official",
    "author": "@fultongrovepd",
    "time": "2024-05-01T09:30:00-05:00",
    "platform": "facebook",
    "language": "en",
    "reply_to": "fg-0",
    "links": ["https://fultongrove.example"],
    "tags": ["cars"],
    "media": [{"kind": "photo", "name": "car.jpg", "alt": "A blue car", "transcript": "POLICE"}],
    "third_party": True,
}
WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=20)
SOLID = WORDS.filter(str.strip)
POSTS = st.builds(
    Post,
    id=SOLID.map(str.strip),
    text=SOLID,
    title=WORDS,
    account=st.sampled_from(("", *ACCOUNTS)),
    author=WORDS,
    time=st.sampled_from(("", "2024-05-01", "2024-05-01T09:30Z", "2024-05-01 09:30:00.5+05:30")),
    links=st.lists(SOLID, max_size=2).map(tuple),
    tags=st.lists(SOLID, max_size=2).map(tuple),
    media=st.lists(st.builds(Media, st.sampled_from(MEDIA_KINDS), WORDS, WORDS, WORDS), max_size=2).map(tuple),
    third_party=st.booleans(),
)


def test_every_field_is_read(posts):
    assert posts(FULL, "post.json") == [Post.from_dict(FULL)]


@given(st.lists(POSTS, min_size=1, max_size=3))
def test_what_a_post_wrote_is_read_back_as_the_same_post(written):
    data = json.dumps([post.to_dict() for post in written]).encode()
    assert [item.post for item in read(data, "posts.json")] == written


def test_items_of_a_list_without_ids_are_numbered(told):
    assert told([{"text": "a"}, {"text": "b", "id": "mine"}, {"text": "c"}], "posts.json") == [
        "post-1",
        "mine",
        "post-3",
    ]


def test_null_is_not_given(posts):
    assert posts({"text": "a", "id": None, "time": None, "tags": None, "media": None}, "a.json")[0].id == "post-1"


def test_media_alone_is_a_post(posts):
    assert posts({"media": [{"kind": "video"}]}, "a.json")[0].media == (Media("video"),)


def test_the_context_comes_beside_the_post_unchecked():
    said = {"duty": "on", "facts": {"patch-visible": True}, "anything": 3}
    (item,) = read(json.dumps({"text": "a", "context": said}).encode(), "a.json")
    assert item.context == said


def test_the_line_is_where_the_item_starts():
    source = b'\n[\n  {"text": "a"},\n  {\n    "text": "b"\n  }, {"text": "c"}\n]'
    assert [item.line for item in read(source, "a.json")] == [3, 4, 6]


def test_a_bad_item_leaves_its_neighbors(told):
    assert told([{"text": "a"}, {"text": 7}, {"text": "c"}], "a.json") == [
        "post-1",
        'a.json:1: Item 2: The field "text" must be text, not a number. Put it in quotes: "7".',
        "post-3",
    ]


def test_items_before_broken_json_are_read(told):
    assert told('[{"text": "a"},\n{"text": }]', "a.json") == [
        "post-1",
        "a.json:2:10: This is not JSON: expecting value. Mend the JSON here.",
    ]

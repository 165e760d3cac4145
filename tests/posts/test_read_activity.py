"""ActivityStreams 2.0: objects, wrappers and collections, as servers of the open social web export them."""

import pytest

from postorders.posts.post import Media, Post
from postorders.posts.readers import read

CONTEXT = "https://www.w3.org/ns/activitystreams"
NOTE = {
    "@context": CONTEXT,
    "type": "Note",
    "id": "https://fg.example/notes/1",
    "attributedTo": "https://fg.example/users/fultongrovepd",
    "published": "2024-05-01T14:30:00Z",
    "inReplyTo": "https://fg.example/notes/0",
    "url": "https://fg.example/@fultongrovepd/1",
    "content": '<p>Elm is closed.<br>Use Oak.</p><p>More: <a href="https://fg.example/elm?a=1&amp;b=2">here</a></p>',
    "contentMap": {
        "en": '<p>Elm is closed.<br>Use Oak.</p><p>More: <a href="https://fg.example/elm?a=1&amp;b=2">here</a></p>'
    },
    "tag": [{"type": "Hashtag", "name": "#Elm"}, {"type": "Mention", "name": "@a"}],
    "attachment": [{"type": "Document", "mediaType": "image/png", "url": "https://fg.example/1.png", "name": "A map"}],
}
READ = Post(
    id="https://fg.example/notes/1",
    text="Elm is closed.\nUse Oak.\n\nMore: here",
    author="https://fg.example/users/fultongrovepd",
    time="2024-05-01T14:30:00Z",
    language="en",
    reply_to="https://fg.example/notes/0",
    links=("https://fg.example/@fultongrovepd/1", "https://fg.example/elm?a=1&b=2"),
    tags=("Elm",),
    media=(Media("photo", "https://fg.example/1.png", "A map"),),
)


def test_a_note_is_a_post(posts):
    assert posts(NOTE, "note.json") == [READ]


def test_a_create_is_what_it_made_with_its_actor_and_time(posts):
    note = {key: value for key, value in NOTE.items() if key not in ("@context", "attributedTo", "published")}
    create = {
        "@context": CONTEXT,
        "type": "Create",
        "actor": NOTE["attributedTo"],
        "published": NOTE["published"],
        "object": {**note, "attributedTo": None},
    }
    assert posts(create, "create.json") == [READ]


@pytest.mark.parametrize(("kind", "name"), [("Collection", "items"), ("OrderedCollection", "orderedItems")])
def test_a_collection_is_its_items(posts, kind, name):
    assert (
        posts({"@context": CONTEXT, "type": kind, name: [NOTE, {"type": "Create", "object": NOTE}]}, "a.json")
        == [READ] * 2
    )


def test_items_without_ids_are_numbered(told):
    collection = {"type": "Collection", "items": [{"type": "Note", "content": "a"}, {"type": "Note", "content": "b"}]}
    assert told([collection, {"type": "Note", "content": "c"}], "a.json") == ["post-1.1", "post-1.2", "post-2"]


def test_an_article_has_its_name_as_title_and_loses_no_summary(posts):
    (post,) = posts(
        {"type": "Article", "name": "Elm", "summary": "Roads", "content": "<h1>Closed</h1><p>Today</p>"}, "a.json"
    )
    assert (post.title, post.text) == ("Elm", "Roads\n\nClosed\n\nToday")


def test_a_warning_is_the_title_of_a_note(posts):
    assert posts({"type": "Note", "summary": "Crash", "content": "Two hurt"}, "a.json")[0].title == "Crash"


@pytest.mark.parametrize(("kind", "medium"), [("Image", "photo"), ("Video", "video")])
def test_a_picture_or_film_is_a_post_with_itself_as_media(posts, kind, medium):
    url = [{"type": "Link", "href": "https://fg.example/1"}]
    (post,) = posts({"type": kind, "name": "Parade", "url": url}, "a.json")
    assert (post.title, post.media) == ("Parade", (Media(medium, "https://fg.example/1"),))


def test_every_language_is_read_and_the_first_is_named(posts):
    (post,) = posts({"type": "Note", "contentMap": {"es": "<p>Hola</p>", "en": "<p>Hi</p>"}}, "a.json")
    assert (post.text, post.language) == ("Hola\n\nHi", "es")


def test_content_that_is_not_html_is_kept(posts):
    assert posts({"type": "Note", "mediaType": "text/plain", "content": "a <b\n  c"}, "a.json")[0].text == "a <b\n  c"


@pytest.mark.parametrize("kind", ["as:Note", f"{CONTEXT}#Note", ["ex:Alert", "Note"]])
def test_the_type_may_be_written_in_other_ways(posts, kind):
    assert posts({"@context": CONTEXT, "type": kind, "content": "a"}, "a.json")[0].text == "a"


def test_lines_may_hold_activities(told):
    assert told('{"type": "Note", "id": "n", "content": "a"}\n{"text": "b"}\n', "a.jsonl") == ["n", "post-2"]


def test_a_file_ending_in_jsonld_needs_no_context(posts):
    assert posts({"type": "Note", "content": "a", "text": "b"}, "a.jsonld")[0].text == "a"


def test_nothing_is_left_out_in_silence(told):
    items = [NOTE, {"type": "Announce", "object": "https://a.example/1"}, "https://a.example/2", {"type": "Notte"}, {}]
    assert told({"@context": CONTEXT, "type": "OrderedCollection", "orderedItems": items}, "a.json") == [
        "https://fg.example/notes/1",
        'a.json:1: Item 2: The type "Announce" is not read. What is read: Note, Article, Image, Video, Create, Collection and OrderedCollection.',
        "a.json:1: Item 3: This is the address of a post, not the post. Put the object itself here.",
        'a.json:1: Item 4: The type "Notte" is not read. Did you mean "Note"? What is read: Note, Article, Image, Video, Create, Collection and OrderedCollection.',
        "a.json:1: Item 5: The object does not say its type. What is read: Note, Article, Image, Video, Create, Collection and OrderedCollection.",
    ]


@pytest.mark.parametrize(
    ("note", "message"),
    [
        ({"content": 5}, 'The field "content" must be text, not a number. Put it in quotes: "5".'),
        (
            {"content": "a", "published": "May 1"},
            'The field "published" is not an ISO 8601 time: "May 1". Write it like "2024-05-01" or "2024-05-01T09:30:00-05:00".',
        ),
        ({"content": "a", "url": 5}, 'The field "url" must be an address, not a number. Write it as text, in quotes.'),
        (
            {"content": "a", "attachment": [5]},
            'The field "attachment" must be an object, not a number. Put the object itself here.',
        ),
        (
            {"content": "a", "contentMap": []},
            'The field "contentMap" must be an object, not a list. Write it like {"name": "value"}.',
        ),
        ({"content": "<p></p>"}, "The post has neither text nor media. Give it at least one of them."),
    ],
)
def test_what_is_wrong_is_said(problem, note, message):
    assert problem({"type": "Note", **note}, "a.json") == f"a.json:1: {message}"


def test_a_collection_without_items_is_a_problem(problem):
    assert problem({"type": "Collection", "first": "https://a.example"}, "a.json") == (
        "a.json:1: The collection holds no items. Export it with its items in the same file."
    )


def test_flaws_of_one_item_leave_the_others():
    source = b'{"type": "Collection", "items": [{"type": "Note", "content": NaN}, {"type": "Note", "content": "a"}]}'
    bad, good = read(source, "a.json")
    assert str(bad.problem) == 'a.json:1: Item 1: In "content": NaN is not a value in JSON. Write a number, or null.'
    assert good.post and good.post.text == "a"

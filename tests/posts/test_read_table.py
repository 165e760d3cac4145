"""CSV: a header, then a post in each row."""

import pytest

from postorders.posts.post import Media, Post
from postorders.posts.readers import read

HEADER = "id,text,account,author,time,title,platform,language,reply_to,links,tags,third_party,media,alt"


def test_every_column_is_read(posts):
    row = "1,Hi,official,@fg,2024-05-01,Note,x,en,0,https://a.example https://b.example,#k9 dogs,yes,photo,A dog"
    assert posts(f"{HEADER}\n{row}\n", "a.csv") == [
        Post(
            id="1",
            text="Hi",
            account="official",
            author="@fg",
            time="2024-05-01",
            title="Note",
            platform="x",
            language="en",
            reply_to="0",
            links=("https://a.example", "https://b.example"),
            tags=("k9", "dogs"),
            third_party=True,
            media=(Media("photo", alt="A dog"),),
        )
    ]


def test_common_other_names_of_columns_are_known(posts):
    (post,) = posts("Message,Created At,User,Lang\nHi,2024-05-01,@a,en\n", "a.csv")
    assert (post.text, post.time, post.author, post.language) == ("Hi", "2024-05-01", "@a", "en")


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_the_separator_is_seen_from_the_header(posts, mark):
    assert posts(f"id{mark}text\n7{mark}Hi\n", "a.csv")[0] == Post("7", "Hi")


def test_a_quoted_field_may_hold_commas_quotes_and_lines(posts):
    assert posts('text,id\n"Hi, ""all"",\nbye",7\n', "a.csv")[0].text == 'Hi, "all",\nbye'


def test_a_long_field_is_kept_whole(posts):
    assert len(posts("text\n" + "word " * 100_000, "a.csv")[0].text) == 500_000


def test_blank_rows_are_no_posts_and_lines_stay_right():
    items = list(read(b'text,id\n\n,\n"a\nb",1\nc,2\n', "a.csv"))
    assert [(item.line, item.post.id) for item in items] == [(4, "1"), (6, "2")]


def test_columns_that_are_not_read_are_noted_once():
    first, second = read(b"text,likes,shares\na,1,2\nb,3,4\n", "a.csv")
    assert str(first.note).startswith('a.csv:1: Columns that are not read: "likes" and "shares". Known columns: id, ')
    assert first.post and second.post and second.note is None


def test_a_bad_row_leaves_its_neighbors_and_names_the_column_as_the_file_does(told):
    assert told("body,Date,owner,account\na,,,\nb,5/1/2024,,\nc,,,Personnal\nd,,,\n", "a.csv") == [
        "post-1",
        'a.csv:3: The column "Date" is not an ISO 8601 time: "5/1/2024". '
        'Write it like "2024-05-01" or "2024-05-01T09:30:00-05:00".',
        'a.csv:4: The column "account" cannot be "Personnal". Did you mean "personal"? Use official or personal.',
        "post-4",
    ]


@pytest.mark.parametrize(
    ("file", "message"),
    [
        ("text\n", "a.csv:1: The file has a header and no rows. Add a row for each post."),
        (
            "foo,txt\n1,2\n",
            'a.csv:1: No column holds the words of a post: "foo" and "txt". Did you mean "text" for "txt"? Name one "text".',
        ),
        (
            "body,message\na,b\n",
            'a.csv:1: 2 columns hold the text: "body" and "message". Keep one, or name one "text".',
        ),
        (
            "text,id\na,1,c\n",
            "a.csv:2: The row has 3 cells, the header 2. Put text that holds a comma in quotation marks.",
        ),
        ("text,third_party\na,maybe\n", 'a.csv:2: The column "third_party" cannot be "maybe". Use yes or no.'),
        (
            "text,media\na,foto\n",
            'a.csv:2: The column "media" cannot be "foto". Did you mean "photo"? Use photo, video, audio or document.',
        ),
        (
            "text,media,alt\na,,dog\n",
            'a.csv:2: The column "alt" describes media, and none is given. Say in the column "media" what it is: photo, video, audio or document.',
        ),
        (
            'text\n"a" b\n',
            "a.csv:2: This row is not CSV: ',' expected after '\"'. Inside a quoted field write each quotation mark twice (\"\"), and close the field with one.",
        ),
        (
            'text\n"a\nb\n',
            'a.csv:2: This row is not CSV: unexpected end of data. Inside a quoted field write each quotation mark twice (""), and close the field with one.',
        ),
        ('"text\n', "a.csv:1: This is not CSV: unexpected end of data. Mend the header."),
    ],
)
def test_what_is_wrong_is_said(problem, file, message):
    assert problem(file, "a.csv") == message


def test_a_column_of_the_exact_name_comes_before_its_synonyms(posts):
    assert posts("body,text\nno,yes\n", "a.csv")[0].text == "yes"

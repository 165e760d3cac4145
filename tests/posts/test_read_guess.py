"""The format is seen from the ending of the name, then from the content, unless it is forced."""

from pathlib import Path

import pytest

from postorders.posts import readers
from postorders.posts.readers import format_names
from postorders.posts.readers.guess import guess

JSON, LINES = b'{"text": "a"}', b'{"text": "a"}\n{"text": "b"}\n'


@pytest.mark.parametrize(
    ("name", "data", "format"),
    [
        ("a.txt", JSON, "text"),
        ("a.CSV", b"Hello", "csv"),
        ("a.tsv", b"Hello", "csv"),
        ("a.json", b"Hello", "json"),
        ("a.json", LINES, "jsonl"),
        ("a.json", b"\xef\xbb\xbf" + LINES, "jsonl"),
        ("a.json", b'{\n"text": "a"\n}\n{\n}', "json"),
        ("a.jsonl", b"Hello", "jsonl"),
        ("a.ndjson", b"", "jsonl"),
        ("a.jsonld", JSON, "activitystreams"),
        ("-", b"Hello", "text"),
        ("-", b"[Update] Elm is open.", "text"),
        ("-", b"{sigh} Elm is closed.", "text"),
        ("-", b" \n" + JSON, "json"),
        ("-", b'[\n {"text": "a"}]', "json"),
        ("-", LINES, "jsonl"),
        ("-", b"", "text"),
    ],
)
def test_the_format_of_a_file(name, data, format):
    assert guess(name, data).name == format


def test_a_forced_format_is_taken(posts):
    assert posts('{"text": "a"}', "a.json", format="text")[0].text == '{"text": "a"}'


def test_every_module_in_the_folder_is_a_format():
    folder = Path(readers.__file__).parent / "formats"
    assert len(format_names()) == len([path for path in folder.glob("*.py") if path.stem != "__init__"]) == 5

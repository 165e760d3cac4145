"""Each mistake gets one message: what, where, how to mend it."""

import pytest

from postorders.posts.readers import WHOLE

KNOWN = "id, text, title, account, author, time, platform, language, reply_to, links, tags, media, third_party, context"


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("{", "a.json:1:2: This is not JSON: expecting property name enclosed in double quotes. Mend the JSON here."),
        ('{"text": "a",\n "id": }', "a.json:2:8: This is not JSON: expecting value. Mend the JSON here."),
        ('{"text": "a\nb"}', "a.json:1:12: This is not JSON: invalid control character at. Mend the JSON here."),
        ('[{"text": "a"}] x', None),
        ("[]", "a.json: The list is empty. Put a post in it."),
        ("7", 'a.json:1: A post must be an object, not a number. Write it like {"text": "Words."}.'),
        ("[null]", 'a.json:1: Item 1: A post must be an object, not null. Write it like {"text": "Words."}.'),
        ("{}", "a.json:1: The post has neither text nor media. Give it at least one of them."),
        ('{"text": " ", "media": []}', "a.json:1: The post has neither text nor media. Give it at least one of them."),
        ('{"text": "a", "text": "b"}', 'a.json:1: The key "text" is given more than once. Keep one of them.'),
        ('{"text": "a", "media": [{"kind": "photo", "kind": "video"}]}', 'a.json:1: In "media[0]": The key "kind" is given more than once. Keep one of them.'),
        ('{"text": NaN}', 'a.json:1: In "text": NaN is not a value in JSON. Write a number, or null.'),
        ('{"text": -Infinity}', 'a.json:1: In "text": -Infinity is not a value in JSON. Write a number, or null.'),
        ('{"id": ' + "9" * 5000 + "}", 'a.json:1: In "id": A number of 5000 digits is too long. Put it in quotes if it is text.'),
        ('{"text": "ab\\ud800"}', 'a.json:1: The field "text" holds half of a character (the lone surrogate U+D800) at position 3. Write the whole character, or remove the half.'),
        ('{"text": "a", "\\ud800": 1}', 'a.json:1: The field "\\ud800" has a name that holds half of a character (the lone surrogate U+D800) at position 1. Write the whole character, or remove the half.'),
        ('{"text": "a\\u0000"}', 'a.json:1: The field "text" holds a NUL character at position 2. Remove it.'),
        ('{"text": "a", "id": 17}', 'a.json:1: The field "id" must be text, not a number. Put it in quotes: "17".'),
        ('{"text": true}', 'a.json:1: The field "text" must be text, not true or false. Put it in quotes.'),
        ('{"txt": "a"}', 'a.json:1: The field "txt" is not known. Did you mean "text"?'),
        ('{"message": "a"}', 'a.json:1: The field "message" is not known. Did you mean "text"?'),
        ('{"text": "a", "account": "Offical"}', 'a.json:1: The field "account" cannot be "Offical". Did you mean "official"? Use official or personal.'),
        ('{"text": "a", "account": "work"}', 'a.json:1: The field "account" cannot be "work". Use official or personal.'),
        ('{"text": "a", "time": "yesterday"}', 'a.json:1: The field "time" is not an ISO 8601 time: "yesterday". Write it like "2024-05-01" or "2024-05-01T09:30:00-05:00".'),
        ('{"text": "a", "time": "2024-02-30"}', 'a.json:1: The field "time" is not an ISO 8601 time: "2024-02-30". Write it like "2024-05-01" or "2024-05-01T09:30:00-05:00".'),
        ('{"text": "a", "tags": "k9"}', 'a.json:1: The field "tags" must be a list of texts, not text. Write it like ["one", "two"].'),
        ('{"text": "a", "tags": ["k9", 9]}', 'a.json:1: The field "tags[1]" must be text, not a number. Put it in quotes: "9".'),
        ('{"text": "a", "third_party": "yes"}', 'a.json:1: The field "third_party" must be true or false, not text. Write true or false without quotes.'),
        ('{"text": "a", "media": {"kind": "photo"}}', 'a.json:1: The field "media" must be a list of objects, not an object. Write it like [{"kind": "photo", "alt": "Words."}].'),
        ('{"text": "a", "media": ["photo"]}', 'a.json:1: The field "media[0]" must be an object, not text. Write it like {"kind": "photo"}.'),
        ('{"text": "a", "media": [{"alt": "b"}]}', 'a.json:1: The field "media[0].kind" is missing. Add it.'),
        ('{"text": "a", "media": [{"kind": "image"}]}', 'a.json:1: The field "media[0].kind" cannot be "image". Use photo, video, audio or document.'),
        ('{"text": "a", "context": ["on"]}', 'a.json:1: The field "context" must be an object, not a list. Write it like {"name": "value"}.'),
        ("[" * 65 + "]" * 65, "a.json:1:65: The JSON is nested more than 64 levels deep. Flatten it: a post needs three levels."),
        ('{"a":' * 100_000, "a.json:1:321: The JSON is nested more than 64 levels deep. Flatten it: a post needs three levels."),
        ('{"txt": "a", "id": 1}', 'a.json:1: This post has 2 problems. (1) The field "txt" is not known. Did you mean "text"? (2) The field "id" must be text, not a number. Put it in quotes: "1". Mend each of them.'),
        ('{"txt\\u001b[31m": "a"}', "a.json:1: The post has neither text nor media. Give it at least one of them."),
    ],
)  # fmt: skip
def test_json(told, source, message):
    expected = message or "a.json:1:17: This is not JSON: extra data. Mend the JSON here."
    assert told(source, "a.json")[-1] == expected


@pytest.mark.parametrize("name", ["a.txt", "a.csv", "a.json", "a.jsonl"])
def test_bytes_that_are_not_utf_8(told, name):
    assert told(b"text\ncaf\xe9\n", name)[-1] == (
        f"{name}:2: Not UTF-8: the byte 0xE9 at offset 8 does not fit. Save the file as UTF-8."
    )


def test_offsets_count_the_byte_order_mark(problem):
    assert problem(b"\xef\xbb\xbfa\xff", "a.txt") == (
        "a.txt:1: Not UTF-8: the byte 0xFF at offset 4 does not fit. Save the file as UTF-8."
    )


@pytest.mark.parametrize("code", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_wider_encodings_are_named(problem, code):
    named = code[:6].upper()
    assert problem("Elm is closed.".encode(code), "a.txt") == (
        f"a.txt: The file is {named}, not UTF-8. Save the file as UTF-8."
    )


def test_nul_bytes(problem):
    assert problem(b"Elm is\nclo\x00sed.", "a.txt") == (
        "a.txt:2: The byte at offset 10 is NUL, which no text holds. Remove it, and check that this is a text file."
    )


@pytest.mark.parametrize("name", ["a.txt", "a.csv", "a.json", "a.jsonl", "-"])
@pytest.mark.parametrize("data", [b"", b" \n\t", b"\xef\xbb\xbf"])
def test_an_empty_file(problem, name, data):
    assert problem(data, name) == f"{name}: The file is empty. Put a post in it."


def test_a_file_that_is_too_large(problem):
    assert problem(b"a" * (WHOLE + 1), "a.txt") == (
        "a.txt: The file is 20.1 MB; at most 20 MB can be read. "
        "Split it, or save it as JSON Lines (.jsonl), one post a line: those can have any length."
    )


def test_an_unknown_format(problem):
    assert problem("a", "a.txt", format="jsn") == (
        'a.txt: There is no format "jsn". Did you mean "json"? Use activitystreams, jsonl, json, csv or text.'
    )


def test_many_problems_of_one_post_are_counted_and_the_first_five_told(problem):
    message = problem({"text": "a", "media": [{"kind": "x"}] * 9}, "a.json")
    assert message.startswith('a.json:1: This post has 9 problems. (1) The field "media[0].kind" cannot be "x".')
    assert message.endswith("And 4 more. Mend each of them.")
    assert "(5)" in message and "(6)" not in message


def test_a_long_value_is_shortened(problem):
    assert len(problem({"text": "a", "time": "9" * 10_000}, "a.json")) < 250


def test_many_unknown_fields_are_counted(problem):
    many = {f"zz{number}": 1 for number in range(100_000)}
    message = problem({"text": "a", "media": [{"kind": "photo", **many}]}, "a.json")
    assert "(4) Other fields that are not known: 99997. Remove them." in message

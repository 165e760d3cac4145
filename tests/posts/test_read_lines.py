"""JSON Lines: a post on each line, in the memory of one line."""

import io
import tracemalloc

import pytest

from postorders.posts.readers import LINE, read, read_stream


class Endless(io.RawIOBase):
    """Bytes made as they are asked for: `before`, then `count` times `chunk`, then `after`."""

    def __init__(self, before: bytes, chunk: bytes, count: int, after: bytes) -> None:
        self.parts = self._make(before, chunk, count, after)
        self.rest = b""

    def _make(self, before, chunk, count, after):
        yield before
        for _ in range(count):
            yield chunk
        yield after

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        self.rest = self.rest or next(filter(None, self.parts), b"")
        taken, self.rest = self.rest[: len(buffer)], self.rest[len(buffer) :]
        buffer[: len(taken)] = taken
        return len(taken)


def test_each_line_is_a_post(told):
    assert told('{"text": "a"}\n{"text": "b", "id": "x"}\r\n{"text": "c"}', "a.jsonl") == ["post-1", "x", "post-3"]


def test_blank_lines_are_passed_by_and_counted():
    items = list(read(b'\xef\xbb\xbf\n{"text": "a"}\n\n  \n{"text": "b"}\n', "a.jsonl"))
    assert [(item.line, item.post.id) for item in items] == [(2, "post-1"), (5, "post-2")]


def test_a_bad_line_leaves_its_neighbors(told):
    assert told(b'{"text": "a"}\n{"text": "\xff"}\n{"text"\n[1]\n{"text": "b"}', "a.jsonl") == [
        "post-1",
        "a.jsonl:2: Not UTF-8: the byte 0xFF at offset 24 does not fit. Save the file as UTF-8.",
        "a.jsonl:3:8: This is not JSON: expecting ':' delimiter. Mend the JSON here.",
        "a.jsonl:4: A line must hold one object, not a list. Put each post on its own line.",
        "post-5",
    ]


def test_two_objects_on_a_line_are_a_problem(told):
    assert told('{"text": "a"} {"text": "b"}\n{"text": "c"}', "a.jsonl")[-2:] == [
        "a.jsonl:1:15: This is not JSON: extra data. Mend the JSON here.",
        "post-2",
    ]


def test_a_line_of_the_greatest_length_is_read(posts):
    line = b'{"text": "' + b"a" * (LINE - 12) + b'"}'
    assert len(line) == LINE
    assert len(posts(line + b"\n", "a.jsonl")[0].text) == LINE - 12


def test_a_line_of_50_mb_is_one_problem_and_is_never_held():
    stream = io.BufferedReader(Endless(b'{"text": "a"}\n{"text": "', b"x" * 65536, 800, b'"}\n{"text": "c"}\n'))
    tracemalloc.start()
    items = list(read_stream(stream, "a.jsonl"))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [item.post.id if item.post else str(item.problem) for item in items] == [
        "post-1",
        "a.jsonl:2: The line is 50.1 MB long; at most 1 MB can be read. Shorten the post. The lines after it are read.",
        "post-3",
    ]
    assert peak < 5 * LINE


def test_a_long_stream_takes_no_more_memory_than_a_line():
    stream = io.BufferedReader(Endless(b"", b'{"text": "' + b"a" * 1000 + b'"}\n', 20_000, b""))
    tracemalloc.start()
    count = sum(1 for item in read_stream(stream, "a.jsonl", account="personal") if item.post)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 20_000
    assert peak < LINE


def test_json_lines_have_no_limit_of_the_whole(posts):
    line = b'{"text": "' + b"a" * 1_000_000 + b'"}\n'
    assert len(posts(line * 22, "a.jsonl")) == 22


def test_the_account_option_of_a_stream_is_checked():
    (item,) = read_stream(io.BytesIO(b'{"text": "a"}'), "a.jsonl", account="oficial")
    assert str(item.problem) == (
        'a.jsonl: The account cannot be "oficial". Did you mean "official"? Use official or personal.'
    )


@pytest.mark.parametrize("data", [b"", b"\n\n", b"\xef\xbb\xbf\n"])
def test_an_empty_stream_is_a_problem(data):
    (item,) = read_stream(io.BytesIO(data), "a.jsonl")
    assert str(item.problem) == "a.jsonl: The file is empty. Put a post in it."


def test_utf_16_is_named_once():
    (item,) = read_stream(io.BytesIO('{"text": "a"}\n{"text": "b"}\n'.encode("utf-16")), "a.jsonl")
    assert str(item.problem) == "a.jsonl: The file is UTF-16, not UTF-8. Save the file as UTF-8."

"""Captures go out as one web archive that others open, with the exact bytes and what they are of."""

from __future__ import annotations

import hashlib
import io
import json
from typing import Any

from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker

from postorders.archive.capture import Capture
from postorders.archive.read.warc import unpack
from postorders.archive.warc import archived

POST = Capture(
    b'{"content": "<p>Pine Street is closed.</p>"}', "application/json", "2026-06-01T10:00:00-05:00",
    "https://social.example/api/v1/statuses/7", "https://social.example/api/v1/statuses/7", status=200,
)  # fmt: skip
LATER = Capture(b"{}", "application/json", "2026-06-01T15:10:00+00:00", POST.url, POST.final, status=200)
SHOT = Capture(b"\x89PNG\r\n\x1a\n\0\xff", "image/png", "2026-06-02T09:00:00-05:00", name="post.png")


def records(data: bytes) -> list[tuple[Any, bytes]]:
    archive = ArchiveIterator(io.BytesIO(data), check_digests="raise")
    return [(record, record.content_stream().read()) for record in archive]


def test_each_capture_is_there_byte_by_byte_in_the_order_of_time() -> None:
    found = records(archived([SHOT, LATER, POST], {"release": 4}, "release-4.warc.gz"))
    kinds = [record.rec_type for record, _body in found]
    assert kinds == ["warcinfo", "metadata", "resource", "resource", "resource"]
    assert [body for _record, body in found[2:]] == [POST.body, LATER.body, SHOT.body]
    places = [record.rec_headers.get_header("WARC-Target-URI") for record, _body in found[2:]]
    assert places == [POST.url, POST.url, f"urn:sha256:{hashlib.sha256(SHOT.body).hexdigest()}"]
    dates = [record.rec_headers.get_header("WARC-Date") for record, _body in found[2:]]
    assert dates[0] == "2026-06-01T15:00:00.000000Z"


def test_it_says_what_it_is_of_with_the_hash_of_each() -> None:
    about = json.loads(records(archived([POST], {"release": 4, "words": "línea"}, "a.warc.gz"))[1][1])
    assert (about["release"], about["words"]) == (4, "línea")
    assert about["captures"][0]["sha256"] == hashlib.sha256(POST.body).hexdigest()
    assert (about["captures"][0]["at"], about["captures"][0]["status"]) == (POST.at, 200)


def test_equal_captures_give_equal_bytes_and_ids() -> None:
    one, two = (archived(given, {}, "a.warc.gz") for given in ([POST, SHOT], [SHOT, POST]))
    assert one == two
    ids = [record.rec_headers.get_header("WARC-Record-ID") for record, _body in records(one)]
    assert len(set(ids)) == len(ids)


def test_warcio_finds_nothing_wrong_with_it_and_this_desk_reads_it_again(tmp_path: Any, capsys: Any) -> None:
    data = archived([POST, SHOT], {}, "a.warc.gz")
    (tmp_path / "a.warc.gz").write_bytes(data)
    checker = Checker(type("Asked", (), {"inputs": [str(tmp_path / "a.warc.gz")], "verbose": False}))
    checker.process_all()
    assert (checker.exit_value, capsys.readouterr().out) == (0, "")
    assert unpack(Capture(data, "application/warc+gzip", POST.at)).body == POST.body


def test_an_address_or_a_name_writes_no_header_of_its_own() -> None:
    evil = Capture(b"x", "text/html\r\nX: 1", POST.at, "https://a.example/\r\nWARC-Type: request é", status=200)
    found = records(archived([evil], {}, "a\r\nX-Evil: 1"))
    for record, _body in found:
        assert not record.rec_headers.get_header("X-Evil") and not record.rec_headers.get_header("X")
    assert found[-1][0].rec_type == "resource"
    assert found[-1][0].rec_headers.get_header("WARC-Target-URI").startswith("https://a.example/%0D%0A")


def test_an_archive_of_nothing_is_an_archive() -> None:
    assert [record.rec_type for record, _body in records(archived([], {}, "a.warc.gz"))] == ["warcinfo", "metadata"]

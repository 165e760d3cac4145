"""An authority's timestamp over a checkpoint is asked for, kept and checked, with openssl as the authority."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.ledger.ledgers import Authority, copy

from postorders.errors import InputError
from postorders.ledger import stamp
from postorders.ledger.folder import newest
from postorders.ledger.verify import verify


def told(folder: Path, authority: bytes = b"") -> list[str]:
    return list(map(str, verify(folder, authority=authority).problems))


def test_the_moment_of_a_stamp_is_read_and_vouched_for(published: Path, authority: Authority) -> None:
    body = newest(published).body
    response = authority.stamp(body)
    trusted = stamp.certificates(authority.certificates)
    moment = stamp.check(response, body, trusted)
    assert moment == stamp.check(response, body)
    assert moment.endswith("+00:00")


def test_what_is_stamped_is_the_first_three_lines_of_the_file(published: Path) -> None:
    lines = (published / "checkpoint").read_bytes().splitlines(keepends=True)
    assert newest(published).body == b"".join(lines[:3])


def test_a_stamp_over_something_else_is_refused(published: Path, authority: Authority) -> None:
    response = authority.stamp(b"another\n5\n\n")
    with pytest.raises(ValueError, match="it is a stamp over something else"):
        stamp.check(response, newest(published).body, stamp.certificates(authority.certificates))


def test_another_authoritys_stamp_is_refused(published: Path, authority: Authority, tmp_path: Path) -> None:
    other = Authority(tmp_path / "other")
    body = newest(published).body
    with pytest.raises(ValueError, match="the authority's signature does not hold"):
        stamp.check(other.stamp(body), body, stamp.certificates(authority.certificates))


@pytest.mark.parametrize("response", [b"", b"hello", bytes(100)])
def test_other_bytes_are_no_stamp(response: bytes) -> None:
    with pytest.raises(ValueError, match="it cannot be read"):
        stamp.check(response, b"")


def test_a_file_without_certificates_is_refused() -> None:
    with pytest.raises(InputError) as refused:
        stamp.certificates(b"hello", "clock.pem")
    assert str(refused.value) == (
        "clock.pem: There is no certificate in it. "
        "Give a PEM file with the authority's certificate and the one that issued it."
    )


def test_stamps_in_a_folder_are_verified(published: Path, tmp_path: Path, authority: Authority) -> None:
    folder = copy(published, tmp_path / "copy")
    assert told(folder, authority.certificates) == []
    (folder / "stamps/6.tsr").write_bytes(authority.stamp(b"another"))
    assert told(folder) == ["stamps/6.tsr: The timestamp does not hold: it is a stamp over something else."]
    (folder / "stamps/6.tsr").rename(folder / "stamps/5.tsr")
    assert told(folder) == ["stamps/5.tsr: There is no checkpoint of that size."]


def test_an_authority_that_the_reader_does_not_trust_is_told(published: Path, tmp_path: Path) -> None:
    other = Authority(tmp_path / "other")
    assert told(published, other.certificates) == [
        "stamps/6.tsr: The timestamp does not hold: the authority's signature does not hold."
    ]


def test_without_certificates_it_is_said_that_nobody_vouches(published: Path, tmp_path: Path) -> None:
    folder = copy(published, tmp_path / "copy")
    (folder / "stamps/authority.pem").unlink()
    report = verify(folder)
    assert (report.holds, len(report.stamps)) == (True, 1)
    assert "Who made the timestamps was not checked: give the authority's certificates." in report.notes


def test_damaged_certificates_in_the_folder_are_told(published: Path, tmp_path: Path) -> None:
    folder = copy(published, tmp_path / "copy")
    (folder / "stamps/authority.pem").write_text("hello")
    assert told(folder) == ["stamps/authority.pem: There is no certificate in it."]

"""`postorders desk accounts`, by the real command: a dry run, the import, and the export."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.desk.operate.conftest import desk, good

FRESH = "address,name,purpose\nhttps://www.facebook.com/CedarBluffPolice,Cedar Bluff Police,Closures\n"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk with one department."""
    home = tmp_path_factory.mktemp("accounts") / "desk"
    given = ("--slug", "cedar-bluff", "--policy", "raymore-8", "--admin-email", "w@cedar-bluff.example")
    good("init", "--at", home, "--department", "Cedar Bluff Police Department", *given, "--admin-name", "Wendell Oyelaran",
         "--admin-number", "99")  # fmt: skip
    return home


def test_a_file_is_shown_then_brought_in_and_taken_out_again(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "accounts.csv"
    file.write_text(FRESH, encoding="utf-8")
    assert "Nothing was changed. With --apply: 1 account." in good("accounts", file, "--at", home)
    assert "Done: 1 account." in good("accounts", file, "--at", home, "--apply")
    out = tmp_path / "out.json"
    for shape in ("csv", "json", "registry"):
        out.write_text(good("accounts", "--export", shape, "--at", home), encoding="utf-8")
        again = good("accounts", out, "--at", home, "--format", shape)
        assert "Nothing was changed. With --apply: 0 accounts." in again


def test_what_is_wrong_is_told_with_its_line_and_the_code_is_one(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "bad.csv"
    file.write_text("address,purpose\nx.com/cb_one,\nnot an address,News\n", encoding="utf-8")
    ran = desk("accounts", file, "--at", home, "--apply")
    assert ran.code == 1
    assert "2: What the account is for is not said." in ran.err and "3: " in ran.err
    assert "Nothing was changed." in ran.out


def test_without_a_file_or_a_shape_it_says_what_to_give(home: Path, tmp_path: Path) -> None:
    assert desk("accounts", "--at", home).code == 2
    file = tmp_path / "latin.csv"
    file.write_bytes(b"address\n\xff\n")
    ran = desk("accounts", file, "--at", home)
    assert (ran.code, "not UTF-8" in ran.err) == (2, True)

"""The same life on PostgreSQL: its walls stand, and copies move between the two databases."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.desk import postgres
from tests.desk.operate.conftest import desk, good, inside, ledger
from tests.desk.operate.test_backup_drill import HEADS

pytestmark = pytest.mark.postgresql
TOWN = ("--department", "Quarry Bend Police Department", "--slug", "quarry-bend")


@pytest.fixture(scope="module")
def server() -> str:
    """The address of a server of these tests' own, up to the database's name."""
    return postgres.start()


@pytest.fixture
def database(server: str) -> Iterator[Callable[[str], str]]:
    """Makes an empty database and returns its address."""
    folder = server.partition("host=")[2]
    tools = postgres.binaries()

    def sql(text: str) -> None:
        subprocess.run([tools / "psql", "-h", folder, "-U", "postgres", "-c", text, "postgres"], check=True)

    names: list[str] = []

    def make(owner: str = "desk") -> str:
        names.append(f"life{len(names)}")
        sql(f"CREATE DATABASE {names[-1]} OWNER {owner}")
        return f"postgresql://{owner}@/{names[-1]}?host={folder}"

    yield make
    for name in names:
        sql(f"DROP DATABASE {name} WITH (FORCE)")


def test_copies_move_from_sqlite_to_postgresql_and_back(
    made: Path, database: Callable[[], str], tmp_path: Path
) -> None:
    before = inside(made, HEADS)
    good("backup", tmp_path / "one", "--at", made, "--keys", tmp_path / "keys")
    there = ("--database", database(), "--keys", tmp_path / "keys")
    good("restore", tmp_path / "one", "--at", tmp_path / "large", *there)
    middle = inside(tmp_path / "large", HEADS)
    assert {slug: head[0] for slug, head in middle.items()} == {slug: head[0] + 1 for slug, head in before.items()}
    good("backup", tmp_path / "two", "--at", tmp_path / "large")
    good("restore", tmp_path / "two", "--at", tmp_path / "small", "--database", "sqlite")
    assert inside(tmp_path / "small", HEADS).keys() == before.keys()
    good("worker", "--once", "--at", tmp_path / "small")
    for slug in before:
        assert ledger("verify", tmp_path / "small" / "published" / slug).code == 0


def test_a_department_leaves_postgresql_and_comes_in_there(
    made: Path, database: Callable[[], str], tmp_path: Path
) -> None:
    good("export", "linnet-creek", tmp_path / "out", "--at", made)
    said = good("import", tmp_path / "out", "--at", tmp_path / "new", "--new", "--database", database())
    good("export", "linnet-creek", tmp_path / "again", "--at", tmp_path / "new")
    root = next(line for line in said.splitlines() if line.startswith("Root: "))
    checkpoint = sorted((tmp_path / "again" / "ledger" / "checkpoints").iterdir(), key=lambda path: int(path.name))
    assert len(checkpoint) >= 2 and root
    assert ledger("verify", tmp_path / "again" / "ledger").code == 0


def test_a_failure_takes_the_tables_back(database: Callable[[], str], tmp_path: Path) -> None:
    address = database()
    late = ("--admin-email", "ada@nowhere", "--admin-name", "Ada Lofgren", "--admin-number", "7")
    ran = desk("init", "--at", tmp_path / "desk", *TOWN, *late, "--database", address)
    assert ran.code == 2
    good("init", "--at", tmp_path / "desk", *TOWN, "--database", address)
    ran = desk("init", "--at", tmp_path / "other", *TOWN, "--database", address)
    assert ran.err == (
        "postorders: The database has tables already; nothing was written. Name an empty one with --database.\n"
    )


def test_the_doctor_sees_a_role_that_looks_past_the_walls_and_walls_that_are_down(
    database: Callable[[str], str], tmp_path: Path
) -> None:
    good("init", "--at", tmp_path / "desk", *TOWN, "--database", database("postgres"))
    said = desk("doctor", "--at", tmp_path / "desk").out
    assert "WRONG: database-superuser" in said
    assert "row-security-off" not in said
    inside(
        tmp_path / "desk",
        "from django.db import connection\n"
        "connection.cursor().execute('ALTER TABLE people_unit DISABLE ROW LEVEL SECURITY')\nfound = 1",
    )
    assert "Row-level security is off on people_unit." in desk("doctor", "--at", tmp_path / "desk").out
    good("migrate", "--at", tmp_path / "desk")
    assert "row-security-off" not in desk("doctor", "--at", tmp_path / "desk").out
    (tmp_path / "desk" / "desk.toml").write_text(
        (tmp_path / "desk" / "desk.toml").read_text().replace("/life", "/nowhere_life")
    )
    said = desk("doctor", "--at", tmp_path / "desk").out
    assert "WRONG: database" in said and "cannot be reached" in said

"""`postorders desk init`: a desk whole, or nothing."""

from __future__ import annotations

from pathlib import Path

from tests.desk.operate.conftest import desk, good, inside

TOWN = ("--department", "Quarry Bend Police Department", "--slug", "quarry-bend")
ADMIN = ("--admin-email", "ada.lofgren@quarry-bend.example", "--admin-name", "Ada Lofgren", "--admin-number", "7")


def test_it_makes_a_department_a_policy_and_an_administrator(tmp_path: Path) -> None:
    home = tmp_path / "desk"
    said = good("init", "--at", home, *TOWN, *ADMIN, "--policy", "raymore-8", "--timezone", "America/Denver")
    lines = said.splitlines()
    assert lines[0] == f"Quarry Bend Police Department has a desk in {home}."
    assert lines[1] == "Ada Lofgren sets a password here, once:"
    assert lines[2].startswith("  http://localhost:8471/sign-in/password/reset/key/")
    code = """
from postorders.desk.base import scope
from postorders.desk.people.models import Department, RoleHeld
from postorders.desk.policy.force import in_force
place = Department.objects.get()
with scope.within(place.id):
    held = [[one.member.name, one.role] for one in RoleHeld.objects.all()]
    found = [place.slug, place.timezone, held, in_force().id]"""
    assert inside(home, code) == ["quarry-bend", "America/Denver", [["Ada Lofgren", "administrator"]], "raymore-8"]


def test_only_the_owner_reads_the_folder_and_the_keys(tmp_path: Path) -> None:
    good("init", "--at", tmp_path / "desk", *TOWN, "--keys", tmp_path / "apart")
    for path in (tmp_path / "desk", tmp_path / "apart", *(tmp_path / "apart").iterdir()):
        assert path.stat().st_mode & 0o077 == 0, path
    assert not list((tmp_path / "desk" / "keys").glob("*"))


def test_a_second_one_is_refused_and_changes_nothing(tmp_path: Path) -> None:
    good("init", "--at", tmp_path / "desk", *TOWN)
    before = {path: path.read_bytes() for path in (tmp_path / "desk").rglob("*") if path.is_file()}
    ran = desk("init", "--at", tmp_path / "desk", *TOWN)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == f"postorders: {tmp_path}/desk is not empty; nothing was written. Name a new folder (--at).\n"
    assert before == {path: path.read_bytes() for path in (tmp_path / "desk").rglob("*") if path.is_file()}


def test_everything_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    wrong = ("--slug", "Quarry Bend", "--timezone", "Mars/Olympus", "--admin-email", "ada")
    ran = desk("init", "--at", tmp_path / "desk", "--department", " ", *wrong, "--database", "postgresql://a:b@c/d")
    assert ran.code == 2
    assert ran.err.splitlines() == [
        "postorders: The department has no name. Give it with --department.",
        "postorders: 'Quarry Bend' is no short name. Use small letters, digits and hyphens: --slug fulton-grove.",
        "postorders: There is no time zone 'Mars/Olympus'. Write --timezone America/Chicago.",
        "postorders: The administrator needs a name, a number and an address. "
        "Give --admin-email, --admin-name and --admin-number together.",
        "postorders: 'ada' is no e-mail address. Write --admin-email sam.ortiz@fulton-grove.example.",
        "postorders: The settings file is no place for the database's password. "
        "Leave it out of --database and set POSTORDERS_DESK_DATABASE_PASSWORD, or the same with _FILE.",
    ]
    assert not list(tmp_path.iterdir())


def test_a_failure_at_the_very_end_leaves_nothing_behind(tmp_path: Path) -> None:
    late = ("--admin-email", "ada@nowhere", "--admin-name", "Ada Lofgren", "--admin-number", "7")
    ran = desk("init", "--at", tmp_path / "desk", *TOWN, *late, "--keys", tmp_path / "apart")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "postorders: Ada Lofgren has no e-mail address that works. Give one.\n"
    assert not list(tmp_path.iterdir())


def test_an_address_that_would_send_passwords_in_the_clear_is_refused(tmp_path: Path) -> None:
    ran = desk("init", "--at", tmp_path / "desk", *TOWN, "--address", "http://desk.quarry-bend.example")
    assert ran.code == 2
    assert "would send passwords in the clear. Use https; plain http is for localhost alone." in ran.err
    assert not list(tmp_path.iterdir())


def test_a_member_gets_an_account_and_roles(tmp_path: Path) -> None:
    home = tmp_path / "desk"
    good("init", "--at", home, *TOWN)
    new = ("--name", "Ivo Castellane", "--class", "officer", "--role", "chief")
    said = good("adduser", "1", "--at", home, "--email", "ivo@quarry-bend.example", *new)
    assert said.startswith("ivo@quarry-bend.example sets a password here, once:\n  http://localhost:8471/")
    ran = desk("adduser", "2", "--at", home, "--email", "no@quarry-bend.example")
    assert ran.err == (
        "postorders: No member has the number 2. Check the number, or add the member with --name and --class.\n"
    )


def test_a_department_must_be_named_where_there_are_several(made: Path) -> None:
    ran = desk("adduser", "2", "--at", made, "--email", "no@quarry-bend.example")
    assert ran.err == (
        "postorders: This desk has several departments. Name one with --department: linnet-creek, marais-landing.\n"
    )
    ran = desk("adduser", "2", "--at", made, "--email", "no@quarry-bend.example", "--department", "linnet-crek")
    assert ran.err == "postorders: There is no department 'linnet-crek'. Did you mean 'linnet-creek'?\n"


def test_a_roster_is_shown_first_and_applied_when_asked(tmp_path: Path) -> None:
    home, file = tmp_path / "desk", tmp_path / "roster.csv"
    good("init", "--at", home, *TOWN)
    file.write_text("number,name,email,class\n11,Nell Ostrander,nell@quarry-bend.example,officer\n")
    count = "from postorders.desk.people.models import Member\nfound = Member.everywhere.count()"
    assert "Nothing was changed. With --apply: 1 change." in good("roster", file, "--at", home)
    assert inside(home, count) == 0
    assert "Done: 1 change." in good("roster", file, "--at", home, "--apply")
    assert inside(home, count) == 1
    file.write_text("number,name,email,class\n12,,,wizard\n")
    ran = desk("roster", file, "--at", home, "--apply")
    assert ran.code == 1
    assert ran.out.endswith("Nothing was changed.\n")

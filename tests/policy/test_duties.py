"""What the register of accounts takes from a pack, beside what the pack orders."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from shutil import copytree

import pytest

from postorders.errors import InputError
from postorders.known import known
from postorders.policy.clause import Clause
from postorders.policy.library import TEMPLATES, compiled, read, refreshed, revived
from postorders.policy.load import load
from postorders.policy.policy import Policy

# The hashes of the packs that departments adopted under release 0.2.0.
ADOPTED = {
    "raymore-8": "9a819a71ddf9989b695a417dd08af0bc062480fa07b5da52ed78a765d4320fe2",
    "kcpd-261": "7c4d8cc3f0cd145b469385f044be5c9a13de6df87202350f6790d2392e845bfc",
}


def bare(policy: Policy) -> Policy:
    """The policy as a desk of an earlier release keeps it: without what the register takes from it."""
    clauses = tuple(replace(clause, duty="") for clause in policy.clauses)
    kinds = tuple(replace(kind, gives="", excuses="") for kind in policy.manifest.permissions)
    old = replace(policy, clauses=clauses, manifest=replace(policy.manifest, websites=(), permissions=kinds))
    return revived(compiled(old))


def copied(name: str, into: Path) -> Path:
    """A pack that a test may change, with the law pack beside it."""
    copytree(TEMPLATES / "law-missouri", into / "law-missouri")
    return copytree(TEMPLATES / name, into / name)


@pytest.mark.parametrize("name", sorted(ADOPTED))
def test_duties_do_not_change_what_a_policy_orders(name: str) -> None:
    assert load(TEMPLATES / name, known()).hash == ADOPTED[name]


@pytest.mark.parametrize("name", sorted(ADOPTED))
def test_a_copy_from_an_earlier_release_takes_its_duties_from_the_template_of_the_same_hash(name: str) -> None:
    whole = read(TEMPLATES / name, known)
    found = refreshed(bare(whole), known)
    assert [clause.duty for clause in found.clauses] == [clause.duty for clause in whole.clauses]
    assert found.manifest == whole.manifest


def test_a_copy_that_the_department_changed_is_left_as_it_is() -> None:
    old = bare(read(TEMPLATES / "raymore-8", known))
    first = replace(old.clauses[0], says="The department says otherwise.")
    changed = replace(old, clauses=(first, *old.clauses[1:]))
    assert refreshed(changed, known) is changed


def test_the_clauses_that_order_something_are_found_in_their_order() -> None:
    policy = read(TEMPLATES / "kcpd-261", known)
    wanted = [clause for clause in policy.clauses if clause.clause.startswith("IV.B.1.")]
    assert list(policy.ordering("purpose")) == wanted
    assert {kind.kind for kind in policy.kinds_giving("poster")} == {"represent-department", "content-management"}


def test_an_unknown_duty_is_reported_where_it_stands(tmp_path: Path) -> None:
    pack = copied("raymore-8", tmp_path)
    file = pack / "9-list.yaml"
    file.write_text(file.read_text().replace("duty: printed-list", "duty: print-list"))
    with pytest.raises(InputError) as caught:
        load(pack, known())
    problem = caught.value.problems[0]
    assert (Path(problem.file).name, "print-list" in problem.what, "printed-list" in problem.mend) == (
        "9-list.yaml",
        True,
        True,
    )


def test_what_a_permission_excuses_is_a_concept(tmp_path: Path) -> None:
    pack = copied("kcpd-261", tmp_path)
    file = pack / "pack.yaml"
    file.write_text(file.read_text().replace("excuses: identification-line", "excuses: identification-lime"))
    with pytest.raises(InputError, match="identification-lime"):
        load(pack, known())


def test_a_clause_orders_nothing_of_the_register_unless_it_says_so() -> None:
    assert Clause("1", "x", "x", "statement").duty == ""

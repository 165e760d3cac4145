"""A pack that brings a concept of its own along, at the desk: uploaded, adopted, and on the private check page."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.desk.cast import World
from tests.desk.policy.desk import next_version, zipped

from postorders.desk.policy import acts
from postorders.desk.policy.force import bare_policy
from postorders.desk.policy.models import Draft, Version
from postorders.desk.policy.packed import unpacked
from postorders.errors import InputError
from postorders.signals.own import own_of

pytestmark = pytest.mark.both
RAFFLE = """\
concept: raffle
label: a raffle
says: It sells raffle tickets.
group: capacity
patterns: ["raffle (ticket|tickets)"]
"""


def uploaded(into: Path, concept: str = RAFFLE) -> Path:
    """The next version of the policy, with a concept, as it comes out of an uploaded zip."""
    folder = next_version(into / "made")
    (folder / "concepts").mkdir()
    (folder / "concepts" / "raffle.yaml").write_text(concept)
    return unpacked(zipped(folder, "raymore-8/"), into / "raymore-8", "pack.zip")


def test_it_is_adopted_with_the_pack_and_kept(world: World, tmp_path: Path) -> None:
    manager = world.bluff.as_("manager")
    acts.put_forward(manager, uploaded(tmp_path), "an upload")
    with world.bluff.within():
        acts.adopt_draft(manager, Draft.objects.get())
        version = Version.objects.get(version="2027-01-01")
        policy = bare_policy(version)
        assert [one["concept"] for one in policy.concepts] == ["raffle"]
        assert (policy.hash, own_of(policy)[0].label) == (version.hash, "a raffle")
        again = unpacked(bytes(version.pack), tmp_path / "again")
    assert (again / "concepts" / "raffle.yaml").read_text() == RAFFLE


def test_one_that_teaches_nothing_is_refused_with_its_place(world: World, tmp_path: Path) -> None:
    folder = uploaded(tmp_path, RAFFLE.replace("patterns", "# patterns"))
    with pytest.raises(InputError) as refused:
        acts.put_forward(world.bluff.as_("manager"), folder, "an upload")
    assert "concepts/raffle.yaml:1:1: Without patterns it is taught by examples, and has 0 that flag" in str(
        refused.value
    )
    with world.bluff.within():
        assert not Draft.objects.exists()

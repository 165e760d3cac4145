"""Packs that no column holds, and two managers at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.desk.cast import World
from tests.desk.policy.desk import next_version

from postorders.desk.base.act import Refused
from postorders.desk.policy import acts
from postorders.desk.policy.models import Draft, Version

pytestmark = pytest.mark.both


def titled(into: Path, title: str) -> Path:
    """The next version of the policy under another title."""
    folder = next_version(into)
    lines = (folder / "pack.yaml").read_text().splitlines()
    changed = [f'title: "{title}"' if line.startswith("title:") else line for line in lines]
    assert changed != lines
    (folder / "pack.yaml").write_text("\n".join(changed) + "\n")
    return folder


@pytest.mark.parametrize("title", ["T" * 201, "Two\\nlines"])
def test_a_title_that_no_column_holds_is_refused_with_its_bound(world: World, tmp_path: Path, title: str) -> None:
    with pytest.raises(Refused) as refused:
        acts.put_forward(world.bluff.as_("manager"), titled(tmp_path, title), "an upload")
    assert "200 characters" in refused.value.problems[0].mend
    with world.bluff.within():
        assert not Draft.objects.exists()


@pytest.mark.parametrize("late", [acts.adopt_draft, acts.discard])
def test_a_pack_that_another_adopted_meanwhile_is_neither_adopted_nor_discarded(
    world: World, tmp_path: Path, late: object
) -> None:
    manager = world.bluff.as_("manager")
    draft = acts.put_forward(manager, next_version(tmp_path), "an upload")
    acts.adopt_draft(world.bluff.as_("chief"), draft)
    with pytest.raises(Refused) as refused:
        late(manager, draft)  # type: ignore[operator]
    assert "meanwhile" in refused.value.problems[0].what
    with world.bluff.within():
        assert Version.objects.count() == 2

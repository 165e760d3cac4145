"""To add a clause, or a concept, is to touch one file."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

CLAUSE = """
- clause: "12.8"
  label: no raffle sales
  says: The department's accounts sell no raffle tickets.
  kind: prohibition
  binds: [member]
  when: {account: official}
  looks_for: [ssn]
  effect: advise
  done_by: [draft-check]
  remedy: Leave it out.
  examples:
    flags: [Ticket 512-00-1234., Ticket 512-00-1235., Ticket 512-00-1236.]
    passes: [Ticket 5., Ticket 6., Ticket 7.]
"""
CONCEPT = """
concept: raffle
label: a raffle
says: It sells raffle tickets.
group: capacity
patterns: ["raffle (ticket|tickets)"]
examples: {sees: ["Buy raffle tickets."], passes: ["A ruffled ticket."]}
"""


def hashes(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@contextmanager
def touching_one_file(folder: Path) -> Iterator[None]:
    """Fails unless exactly one file under the folder was added or changed."""
    before = hashes(folder)
    yield
    after = hashes(folder)
    assert len([name for name in {*before, *after} if before.get(name) != after.get(name)]) == 1


def test_a_clause(postorders: Callable[..., Any], order: Path, concepts: Path, tmp_path: Path) -> None:
    with touching_one_file(tmp_path):
        path = order / "12-words.yaml"
        path.write_text(path.read_text() + CLAUSE)
    assert "no raffle sales" in postorders("policy", "show", order, "12.8").out
    assert postorders("policy", "lint", order).code == 0
    assert postorders("policy", "test", order).code == 0
    assert "12.8" in [row["clause"] for row in postorders("policy", "coverage", order, "--format", "json").data]
    said = postorders(
        "check", "--policy", order, "--account", "official", "--format", "jsonl", stdin='{"text":"512-00-1234"}'
    )
    assert [flag["clause"] for flag in said.lines[0]["flags"]] == ["12.4", "12.8"]


def test_a_concept(postorders: Callable[..., Any], order: Path, concepts: Path) -> None:
    from postorders.signals.library import shipped

    path = order / "12-words.yaml"
    path.write_text(path.read_text() + CLAUSE.replace("looks_for: [ssn]", "looks_for: [raffle]"))
    assert "There is no concept 'raffle'." in postorders("policy", "lint", order).out
    with touching_one_file(concepts):
        (concepts / "raffle.yaml").write_text(CONCEPT)
    shipped.cache_clear()  # as a new start would
    assert "There is no concept" not in postorders("policy", "lint", order).out
    said = postorders("check", "--policy", order, "--account", "official", stdin="Buy raffle tickets now.")
    assert (said.code, "12.8  no raffle sales  [advise]" in said.out) == (1, True)
    assert "^" * len("raffle tickets") in said.out

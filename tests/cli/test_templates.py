"""`postorders check` against the policies that ship, as a first user meets them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Run = Callable[..., Any]


def test_a_clear_post_that_a_person_should_look_at_says_so_first(postorders: Run) -> None:
    draft = "My sergeant is falsifying overtime slips."
    said = postorders("check", "--policy", "kcpd-261", "--account", "personal", stdin=draft)
    assert " ".join(said.out.split()).startswith(
        "post-1 Clear of what can be checked here. What only a person can judge is named below."
    )
    assert "IV.A.1  speaking as a private citizen" in said.out

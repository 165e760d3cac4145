"""A policy whose adoption is not proved is judged under a banner; every judgment names the version it is of."""

from __future__ import annotations

from tests.cast import clause, judged, order, reading, seen

from postorders.judge.judge import version_of


def test_an_unproved_policy_says_so_in_every_judgment() -> None:
    policy = order(clause(), status="unproved", status_note="The minutes are missing.")
    version = judged(policy, seen()).policy
    assert version.status == "unproved"
    assert version.banner == (
        "Adoption is not proved: The minutes are missing. Judged from the printed effective date, 2025-01-01. "
        "It can support no case."
    )


def test_a_policy_in_force_has_no_banner() -> None:
    assert judged(order(clause()), seen()).policy.banner == ""


def test_a_judgment_names_the_version_and_its_hashes() -> None:
    policy = order(clause(), readings=[reading()])
    version = judged(policy, seen()).policy
    assert (version.id, version.version) == ("order-12", "2025-01-01")
    assert (version.hash, version.readings) == (policy.hash, policy.readings_hash)
    assert version_of(order(clause())).readings != version.readings

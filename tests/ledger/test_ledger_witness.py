"""A witness signs what goes on from what it saw, and catches a host that rewrites, shortens or splits its history."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.ledger.ledgers import ATTORNEY, NOON, ORIGIN, acts, grow

from postorders.errors import InputError
from postorders.ledger.folder import newest, publish
from postorders.ledger.keys import WITNESS, Signer
from postorders.ledger.note import Checkpoint, sign
from postorders.ledger.witness import Rewritten, Seen, read_state, witness, witness_folder, write_state

MEND = "Keep both checkpoints: together they are the evidence. Ask the department."


@pytest.fixture
def state(tmp_path: Path) -> Path:
    """Where the attorney's witness remembers."""
    return tmp_path / "attorney" / "state.json"


@pytest.mark.proves(capability="ledger")
def test_a_ledger_that_grows_is_signed_each_time(ledger: Path, state: Path, signer: Signer, attorney: Signer) -> None:
    for size in (600, 601, 900, 1024):
        grow(ledger, signer, size)
        signed = witness_folder(ledger, state, attorney, NOON)
        assert signed.size == size
        assert signed.signed_by([signer.vkey(), attorney.vkey(WITNESS)]) == (signer.vkey(), attorney.vkey(WITNESS))
        assert read_state(state)[ORIGIN].checkpoint.size == size


def test_the_same_checkpoint_is_signed_again(ledger: Path, state: Path, attorney: Signer) -> None:
    one = witness_folder(ledger, state, attorney, NOON)
    assert witness_folder(ledger, state, attorney, NOON + 60).signatures[1].time == NOON + 60
    assert one.signatures[1].time == NOON


@pytest.mark.parametrize(
    ("sizes", "rewritten", "what"),
    [
        ((500,), False, "The ledger shrank: 600 entries were seen, and now there are 500."),
        ((600,), True, "There are two ledgers of 600 entries with different roots."),
        (
            (700,),
            True,
            "The 700 entries do not begin with the 600 that were seen: history was rewritten.",
        ),
    ],
)
def test_a_host_that_changes_history_is_caught(
    ledger: Path, state: Path, signer: Signer, attorney: Signer, tmp_path: Path,
    sizes: tuple[int, ...], rewritten: bool, what: str,
) -> None:  # fmt: skip
    """The host has the department's key and signs the new history properly; its folder verifies by itself."""
    witness_folder(ledger, state, attorney, NOON)
    before = state.read_bytes()
    other = tmp_path / "other"
    first = acts(0, 1, note="put in later") if rewritten else acts(0, 1)
    publish(other, ORIGIN, [*first, *acts(1, sizes[0])], signer)
    with pytest.raises(Rewritten) as caught:
        witness_folder(other, state, attorney, NOON)
    assert str(caught.value) == f"{what} {MEND}"
    assert state.read_bytes() == before


def test_a_mailed_checkpoint_is_proved_with_the_folder(
    ledger: Path, state: Path, signer: Signer, attorney: Signer
) -> None:
    witness_folder(ledger, state, attorney, NOON)
    mailed = newest(grow(ledger, signer, 650))
    grow(ledger, signer, 900)
    assert witness_folder(ledger, state, attorney, NOON, checkpoint=mailed).size == 650


def test_a_mailed_checkpoint_that_the_folder_does_not_reach_cannot_be_proved(
    ledger: Path, state: Path, signer: Signer, attorney: Signer
) -> None:
    witness_folder(ledger, state, attorney, NOON)
    mailed = sign(Checkpoint(ORIGIN, 700, b"\x01" * 32), signer)
    with pytest.raises(InputError, match="The folder has 600 entries, fewer than the checkpoint"):
        witness_folder(ledger, state, attorney, NOON, checkpoint=mailed)


def test_a_forged_checkpoint_is_not_signed(ledger: Path, state: Path, later: Signer, attorney: Signer) -> None:
    witness_folder(ledger, state, attorney, NOON)
    forged = sign(Checkpoint(ORIGIN, 601, b"\x01" * 32), later)
    with pytest.raises(InputError) as refused:
        witness_folder(ledger, state, attorney, NOON, checkpoint=forged)
    assert str(refused.value) == (
        f"The checkpoint is not signed by a key that this witness accepts for {ORIGIN}; it was not signed. "
        "If the department announced a new key, give it with --trust."
    )


def test_a_new_key_is_accepted_when_a_person_says_so(
    ledger: Path, state: Path, later: Signer, signer: Signer, attorney: Signer
) -> None:
    witness_folder(ledger, state, attorney, NOON)
    publish(ledger, ORIGIN, acts(600, 601), later)
    with pytest.raises(InputError, match="is not signed by a key that this witness accepts"):
        witness_folder(ledger, state, attorney, NOON)
    witness_folder(ledger, state, attorney, NOON, trust=[later.vkey()])
    assert read_state(state)[ORIGIN].keys == (later.vkey(), signer.vkey())


def test_a_witness_remembers_several_ledgers(state: Path, tmp_path: Path, attorney: Signer, ledger: Path) -> None:
    other = Signer.make("harlow-bend.example/ledger")
    publish(tmp_path / "bend", other.name, acts(0, 5), other)
    witness_folder(ledger, state, attorney, NOON)
    witness_folder(tmp_path / "bend", state, attorney, NOON)
    assert {origin: seen.checkpoint.size for origin, seen in read_state(state).items()} == {ORIGIN: 600, other.name: 5}


def test_what_is_remembered_comes_back_from_its_file(ledger: Path, state: Path, attorney: Signer) -> None:
    witness_folder(ledger, state, attorney, NOON)
    assert write_state(read_state(state)) == state.read_bytes()
    state.write_bytes(state.read_bytes()[:-20])
    with pytest.raises(InputError, match="state file is damaged"):
        read_state(state)


def test_the_rule_needs_no_folder(signer: Signer, attorney: Signer) -> None:
    """The desk of a witness may keep its memory anywhere: the rule is a function of what it is given."""
    old, new = (sign(Checkpoint(ORIGIN, size, bytes([size]) * 32), signer) for size in (5, 6))
    signed, seen = witness(old, None, (), attorney, NOON, [signer.vkey()])
    assert (seen, signed.signatures[1].name) == (Seen(old, (signer.vkey(),)), ATTORNEY)
    with pytest.raises(Rewritten, match="history was rewritten"):
        witness(new, seen, (), attorney, NOON)

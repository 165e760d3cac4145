"""Publishing adds and never goes back; a folder is whole for its readers at every moment."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest
from tests.ledger.ledgers import ORIGIN, acts, copy, grow

from postorders.errors import InputError
from postorders.ledger import files, layout
from postorders.ledger.entry import Disposed, Entry, leaf, redact, seal
from postorders.ledger.folder import add_signatures, load_payload, load_payloads, newest, publish, replace_payloads
from postorders.ledger.keys import Signer
from postorders.ledger.note import Checkpoint, sign
from postorders.ledger.tiles import Tiles, bundle, tile_name, unbundle
from postorders.ledger.tree import Frontier, frontier_of, leaf_hash, range_root
from postorders.ledger.verify import verify


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_folder_has_these_files(ledger: Path) -> None:
    assert sorted(contents(ledger)) == [
        "checkpoint", "checkpoints/10", "checkpoints/300", "checkpoints/600", "keys",
        "payloads/0.jsonl", "payloads/1.jsonl", "payloads/2.jsonl",
        "tile/0/000", "tile/0/001", "tile/0/002.p/88", "tile/1/000.p/2",
        "tile/entries/000", "tile/entries/001", "tile/entries/002.p/88", "verify.py",
    ]  # fmt: skip


@pytest.mark.proves(capability="ledger")
@pytest.mark.parametrize("sizes", [(0,), (1,), (255, 256, 257), (512,), (3, 600)])
def test_what_was_published_in_any_steps_holds(tmp_path: Path, signer: Signer, sizes: tuple[int, ...]) -> None:
    report = verify(grow(tmp_path / "ledger", signer, *sizes), [signer.vkey()])
    assert (report.problems, report.notes, report.size, report.payloads.whole) == ((), (), sizes[-1], sizes[-1])


def test_steps_do_not_show_in_the_tree(tmp_path: Path, signer: Signer) -> None:
    one, many = grow(tmp_path / "one", signer, 600), grow(tmp_path / "many", signer, 1, 2, 255, 256, 400, 600)
    ours, theirs = contents(one), contents(many)
    assert {name: ours[name] for name in ours if "tile" in name} == {
        name: theirs[name] for name in theirs if "tile" in name
    }
    assert newest(one).root == newest(many).root


def test_the_tree_is_that_of_the_leaves(ledger: Path) -> None:
    frontier = Frontier()
    for one, _ in acts(0, 600):
        frontier = frontier.append(leaf_hash(one))
    node = Tiles(ledger, 600)
    assert newest(ledger).root == frontier.root() == range_root(0, 600, node)
    assert frontier_of(600, node) == frontier


def test_a_tree_of_three_rows_holds(tmp_path: Path, signer: Signer) -> None:
    entry = seal({"act": "site.add"})
    folder = tmp_path / "ledger"
    publish(folder, ORIGIN, ((leaf(entry), None) for _ in range(65_536 + 300)), signer)
    assert (folder / "tile/2/000.p/1").stat().st_size == 32
    publish(folder, ORIGIN, ((leaf(entry), None) for _ in range(300)), signer)
    assert verify(folder).problems == ()


@pytest.mark.parametrize(
    ("index", "name"),
    [(0, "000"), (999, "999"), (1000, "x001/000"), (1234067, "x001/x234/067")],
)
def test_the_numbers_of_tiles_are_folders(index: int, name: str) -> None:
    assert tile_name("entries", index) == f"tile/entries/{name}"
    assert tile_name(3, index, 7) == f"tile/3/{name}.p/7"


def test_a_bundle_comes_apart_as_it_was_put_together() -> None:
    leaves = [b"", b"a" * 65_535, b"bc"]
    assert unbundle(bundle(leaves)) == (leaves, [0, 2, 65_539], True)
    assert unbundle(bundle(leaves)[:-1]) == (leaves[:2], [0, 2, 65_539], False)
    with pytest.raises(ValueError, match="A leaf has at most 65535 bytes"):
        bundle([b"a" * 65_536])


def test_nothing_new_changes_nothing(ledger: Path, signer: Signer) -> None:
    before = contents(ledger)
    assert publish(ledger, ORIGIN, (), signer) == newest(ledger)
    assert contents(ledger) == before


@pytest.mark.parametrize("start", [0, 599, 601])
def test_a_ledger_does_not_go_back_or_skip(ledger: Path, signer: Signer, start: int) -> None:
    before = contents(ledger)
    with pytest.raises(InputError) as refused:
        publish(ledger, ORIGIN, acts(start, start + 3), signer, start=start)
    assert str(refused.value) == (
        f"{ledger}: The folder has 600 entries, and the new ones begin at {start}. "
        "Publish from entry 600 on. A ledger does not go back."
    )
    assert contents(ledger) == before


def test_another_ledgers_folder_is_refused(ledger: Path, signer: Signer) -> None:
    with pytest.raises(InputError, match=f"The folder holds the ledger of {ORIGIN}, not of other.example"):
        publish(ledger, "other.example", acts(600, 601), signer)


def test_a_tree_that_is_not_the_expected_one_is_not_signed(ledger: Path, signer: Signer) -> None:
    with pytest.raises(InputError, match="another tree than the ledger's; nothing was signed"):
        publish(ledger, ORIGIN, acts(600, 601), signer, expected=Frontier())
    assert newest(ledger).size == 600
    assert verify(ledger).holds


def test_a_payload_of_another_act_is_not_published(ledger: Path, signer: Signer) -> None:
    one, other = acts(600, 602)
    with pytest.raises(InputError, match="The payload of entry 600 is not the one that its leaf commits to"):
        publish(ledger, ORIGIN, [(one[0], other[1])], signer)


@pytest.mark.parametrize("name", ["tile/0/002.p/88", "tile/1/000.p/2", "tile/entries/002.p/88", "checkpoint", "keys"])
def test_a_damaged_folder_is_not_added_to(ledger: Path, signer: Signer, name: str) -> None:
    data = bytearray((ledger / name).read_bytes())
    data[len(data) // 2] ^= 1
    (ledger / name).write_bytes(data)
    with pytest.raises(InputError):
        publish(ledger, ORIGIN, acts(600, 601), signer)
    assert layout.sizes(ledger) == [10, 300, 600]


def test_a_checkpoint_that_somebody_else_signed_is_not_added_to(ledger: Path, later: Signer, signer: Signer) -> None:
    head = newest(ledger)
    for name in ("checkpoint", "checkpoints/600"):
        (ledger / name).write_bytes(sign(Checkpoint(ORIGIN, 600, head.root), later).to_bytes())
    with pytest.raises(InputError, match="The newest checkpoint is not signed by a key of the folder"):
        publish(ledger, ORIGIN, acts(600, 601), signer)


def test_two_writers_do_not_meet(ledger: Path, signer: Signer) -> None:
    handle = os.open(ledger, os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)
    with pytest.raises(InputError, match="Another process is writing to the ledger"):
        publish(ledger, ORIGIN, acts(600, 601), signer)
    os.close(handle)
    assert publish(ledger, ORIGIN, acts(600, 601), signer).size == 601


class PowerCut(BaseException):
    """The machine lost power."""


@pytest.mark.parametrize("writes", range(11))
def test_a_folder_holds_wherever_the_power_went_out_and_goes_on(
    tmp_path: Path, signer: Signer, monkeypatch: pytest.MonkeyPatch, writes: int
) -> None:
    folder, left = grow(tmp_path / "ledger", signer, 250), [writes]
    whole = files.put

    def cut(path: Path, data: bytes) -> None:
        if not left[0]:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.with_name(f".{path.name}.partial").write_bytes(data[: len(data) // 2])
            raise PowerCut
        left[0] -= 1
        whole(path, data)

    with monkeypatch.context() as broken:
        broken.setattr("postorders.ledger.folder.put", cut)
        with pytest.raises(PowerCut):
            publish(folder, ORIGIN, acts(250, 300), signer, start=250)
    report = verify(folder, [signer.vkey()])
    assert (report.problems, report.size) in (((), 250), ((), 300))
    publish(folder, ORIGIN, acts(report.size, 310), signer, start=report.size)
    after = verify(folder, [signer.vkey()])
    assert (after.problems, after.size, after.payloads.whole) == ((), 310, 310)


def test_readers_find_a_whole_ledger_while_it_is_written(ledger: Path, signer: Signer) -> None:
    seen = []

    def watched() -> Iterator[tuple[bytes, Entry]]:
        for number, one in enumerate(acts(600, 1200)):
            if number in (1, 300, 599):
                seen.append(verify(ledger).problems)
            yield one

    publish(ledger, ORIGIN, watched(), signer)
    assert seen == [(), (), ()]


def test_tiles_that_were_filled_up_are_cleared_away(ledger: Path, signer: Signer) -> None:
    grow(ledger, signer, 1024)
    assert sorted(name for name in contents(ledger) if ".p/" in name) == ["tile/1/000.p/4"]


def test_a_new_key_goes_on_top_and_the_old_one_stays(ledger: Path, signer: Signer, later: Signer) -> None:
    publish(ledger, ORIGIN, acts(600, 601), later)
    lines = (ledger / "keys").read_text().splitlines()
    assert lines == [f"{later.vkey()} # from 601", f"{signer.vkey()} # from 10"]
    assert verify(ledger).holds
    assert verify(ledger, [later.vkey()]).holds


def test_a_payload_is_replaced_by_a_redacted_copy_or_by_word_of_its_disposal(ledger: Path) -> None:
    entry = load_payload(ledger, 300)
    assert isinstance(entry, Entry)
    copied = redact(entry, ["by"])
    replace_payloads(ledger, {300: copied, 7: Disposed(599)})
    assert (load_payload(ledger, 300), load_payload(ledger, 7)) == (copied, Disposed(599))
    assert [index for index, _ in load_payloads(ledger, range(254, 258))] == [254, 255, 256, 257]


def test_a_payload_is_not_replaced_by_another(ledger: Path) -> None:
    before = contents(ledger)
    other = load_payload(ledger, 8)
    with pytest.raises(InputError, match="The copy of entry 7 is not a copy of what was published"):
        replace_payloads(ledger, {7: other})
    with pytest.raises(InputError, match="The ledger has no entry 600"):
        replace_payloads(ledger, {600: None})
    assert contents(ledger) == before


def test_a_signature_for_another_checkpoint_is_not_kept(ledger: Path, attorney: Signer) -> None:
    with pytest.raises(InputError, match="This is not the checkpoint that was published"):
        add_signatures(ledger, sign(Checkpoint(ORIGIN, 600, b"\x01" * 32), attorney))


def test_payloads_that_cannot_be_read_are_refused(ledger: Path) -> None:
    lines = (ledger / "payloads/0.jsonl").read_bytes().split(b"\n")
    lines[3] = b"{"
    (ledger / "payloads/0.jsonl").write_bytes(b"\n".join(lines))
    with pytest.raises(InputError) as refused:
        list(load_payloads(ledger, range(10)))
    assert str(refused.value) == (
        f"{ledger}/payloads/0.jsonl:4: The payload of entry 3 cannot be read: "
        "it is not JSON of the kind that a ledger keeps. Restore it from a copy."
    )
    (ledger / "payloads/1.jsonl").unlink()
    with pytest.raises(InputError, match="The payloads are missing"):
        load_payload(ledger, 300)


def test_an_empty_copy_is_the_same_ledger(published: Path, tmp_path: Path) -> None:
    assert contents(copy(published, tmp_path / "copy")) == contents(published)
    assert len(list(islice(published.rglob("*"), 5))) == 5

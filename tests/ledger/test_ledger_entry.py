"""An entry's leaf tells nothing, its payload opens it, and a copy with parts blacked out has the same leaf."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postorders.errors import InputError
from postorders.ledger.entry import Disposed, Entry, commitments, leaf, read_payload, redact, seal, write_payload
from postorders.ledger.tiles import LONGEST
from postorders.plain import canonical

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("abc\u00e9"), inner, max_size=4),
    max_leaves=8,
)
VALUES = st.dictionaries(st.text("abcdefg_", min_size=1), JSON, min_size=1, max_size=6)
ACT = {"by": "Marisol Quade", "act": "post.release", "at": "2026-01-05T09:00:00Z", "reasons": ["8.03.C.3"]}


def test_a_leaf_is_the_commitments_in_order_of_the_names() -> None:
    entry = seal(ACT, lambda count: b"s" * count)
    first = hashlib.sha256(b"s" * 16 + b'["act","post.release"]').hexdigest()
    found = json.loads(leaf(entry))
    assert (list(found), found["c"][0], len(found["c"]), found["v"]) == (["c", "v"], first, 4, 1)
    assert [field.name for field in entry.fields] == ["act", "at", "by", "reasons"]
    assert commitments(leaf(entry)) == tuple(found["c"])


def test_the_same_act_sealed_twice_has_two_leaves_that_share_nothing() -> None:
    one, other = commitments(leaf(seal(ACT))), commitments(leaf(seal(ACT)))
    assert not set(one) & set(other)


@given(VALUES, st.data())
def test_a_payload_comes_back_from_its_line_and_so_does_a_redacted_one(values: dict[str, Any], data: Any) -> None:
    entry = seal(values)
    assert read_payload(write_payload(entry)) == entry
    hidden = data.draw(st.sets(st.sampled_from(sorted(values))))
    copy = read_payload(write_payload(redact(entry, hidden)))
    assert isinstance(copy, Entry)
    assert leaf(copy) == leaf(entry)
    assert set(copy.shown) == set(values) - hidden


def test_what_is_blacked_out_is_gone() -> None:
    line = write_payload(redact(seal(ACT), ["by"])).decode()
    assert "Quade" not in line
    assert '"by"' not in line


def test_values_are_found_by_name_and_hidden_ones_are_not() -> None:
    entry = redact(seal(ACT), ["by"])
    assert (entry.get("act"), entry.get("by"), entry.get("none", 3)) == ("post.release", None, 3)


@pytest.mark.parametrize("payload", [None, Disposed(12)])
def test_a_payload_that_is_not_there_has_a_line_too(payload: Any) -> None:
    assert write_payload(payload) == (b"null" if payload is None else b'{"disposed":12}')
    assert read_payload(write_payload(payload)) == payload


@pytest.mark.parametrize("value", [0.5, {"deep": [1, 2.0]}, float("nan"), "\ud800", object(), b"bytes"])
def test_a_value_with_more_than_one_written_form_is_refused(value: object) -> None:
    with pytest.raises(InputError) as refused:
        seal({"score": value})
    assert str(refused.value) == (
        f"The field 'score' has a value that a ledger cannot keep: {value!r}. "
        "Give text, a whole number, true, false, nothing, or lists and maps of these."
    )


def test_the_largest_entry_fits_in_a_leaf_and_a_larger_one_is_refused() -> None:
    assert len(leaf(seal({f"f{number}": number for number in range(900)}))) <= LONGEST
    with pytest.raises(InputError, match="An entry has from 1 to 900 fields, and this one has 901"):
        seal({f"f{number}": number for number in range(901)})
    with pytest.raises(InputError, match="and this one has 0"):
        seal({})


def test_hiding_a_field_that_is_not_there_is_refused() -> None:
    with pytest.raises(InputError) as refused:
        redact(seal(ACT), ["buy"])
    assert str(refused.value) == "The entry has no field 'buy'. It has: act, at, by, reasons."


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"", "it is not JSON of the kind that a ledger keeps"),
        (b"[" * 100_000, "it is not JSON of the kind that a ledger keeps"),
        (b"{}", "it is no payload: it has no fields"),
        (b'{"fields":[]}', "it is no payload: it has no fields"),
        (b'{"disposed": 1}', "it is not in canonical form"),
        (b'{"disposed":true}', "it is no payload: it has no fields"),
        (b'{"fields":[["a",1]]}', "a field is neither [name, value, salt] nor [commitment]"),
        (b'{"fields":[["a",1.5,"AAAAAAAAAAAAAAAAAAAAAA"]]}', "it is not JSON of the kind that a ledger keeps"),
        (b'{"fields":[["a",1,"AAAAAAAAAAAAAAAAAAAAAB"]]}', "it is not in canonical form"),
        (b'{"fields":[["a","\\ud800","AAAAAAAAAAAAAAAAAAAAAA"]]}', "it is not in canonical form"),
        (
            b'{"fields":[["b",1,"AAAAAAAAAAAAAAAAAAAAAA"],["a",1,"AAAAAAAAAAAAAAAAAAAAAA"]]}',
            "its fields are not sorted by name, or one stands twice",
        ),
    ],
)
def test_a_line_that_no_ledger_wrote_is_refused(line: bytes, reason: str) -> None:
    with pytest.raises(ValueError) as refused:
        read_payload(line)
    assert str(refused.value) == reason


@pytest.mark.parametrize("data", [b"", b"{}", b'{"c":[],"v":1}', b'{"c":["' + b"A" * 64 + b'"],"v":1}'])
def test_other_bytes_are_no_leaf(data: bytes) -> None:
    with pytest.raises(ValueError, match="it is not a list of commitments in canonical form"):
        commitments(data)


@given(VALUES)
def test_what_is_hashed_is_the_canonical_form_of_the_house(values: dict[str, Any]) -> None:
    entry = seal(values)
    expected = [hashlib.sha256(one.salt + canonical([one.name, one.value])).digest() for one in entry.fields]
    assert [one.commitment for one in entry.fields] == expected
    assert leaf(entry) == canonical({"c": [one.hex() for one in expected], "v": 1})
    assert write_payload(entry) == canonical(json.loads(write_payload(entry)))

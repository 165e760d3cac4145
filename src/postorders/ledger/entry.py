"""An entry is what one act says of itself: named values, each hidden behind a salted commitment.

The log holds the commitments only, so a value can be blacked out, or the whole payload destroyed, and the log
still verifies. Without its salt a commitment tells nothing, not even to somebody who guesses the value.
"""

from __future__ import annotations

import hashlib
import json
import re
import secrets
from binascii import a2b_base64, b2a_base64
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from json.encoder import encode_basestring as _quote
from typing import Any

from postorders.errors import refuse
from postorders.plain import canonical
from postorders.words import _

SALT = 16
MOST_FIELDS = 900  # a leaf has at most 65,535 bytes, and each commitment takes 67
_ENCODER = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"))  # `canonical`, for plain data
_LEAF = re.compile(rb'\{"c":\["[0-9a-f]{64}"(,"[0-9a-f]{64}")*\],"v":1\}')
_SALT = re.compile("[A-Za-z0-9_-]{22}")
_HEX = re.compile("[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Field:
    """A name, a value as plain JSON data and a salt of 16 bytes; or, blacked out, the 32 bytes of its commitment."""

    name: str = ""
    value: Any = None
    salt: bytes = b""
    hidden: bytes = b""

    @property
    def commitment(self) -> bytes:
        """SHA-256 of the salt and the canonical form of `[name, value]`: 32 bytes."""
        return bytes.fromhex(_committed(self)[0])


@dataclass(frozen=True, slots=True)
class Entry:
    """The payload of one act: fields sorted by name. A redacted copy keeps the places of what it hides."""

    fields: tuple[Field, ...]

    def get(self, name: str, default: Any = None) -> Any:
        """The value of a field that is there and not blacked out."""
        return next((field.value for field in self.fields if not field.hidden and field.name == name), default)

    @property
    def shown(self) -> dict[str, Any]:
        """Every value that is not blacked out, by name."""
        return {field.name: field.value for field in self.fields if not field.hidden}


@dataclass(frozen=True, slots=True)
class Disposed:
    """In the place of a payload that was destroyed: the index of the entry of the act that did it."""

    by: int


Payload = Entry | Disposed | None
"""What is kept of an entry's contents; None where a copy leaves it out."""


def seal(values: Mapping[str, Any], salt: Callable[[int], bytes] = secrets.token_bytes) -> Entry:
    """The entry of an act. Values are text, whole numbers, true, false, None, and lists and maps of these.

    Raises InputError for other values: a fraction has more than one written form, and hashed bytes must have one.
    """
    if not values or len(values) > MOST_FIELDS:
        what = _("An entry has from 1 to {most} fields, and this one has {count}.")
        raise refuse(what.format(most=MOST_FIELDS, count=len(values)), _("Gather some of them in a list or a map."))
    return Entry(tuple(Field(name, _plain(name, values[name]), salt(SALT)) for name in sorted(values)))


def leaf(entry: Entry) -> bytes:
    """The bytes that the log keeps of an entry: its commitments in order, and nothing else."""
    return _leaf([_committed(field)[0] for field in entry.fields])


def redact(entry: Entry, names: Collection[str]) -> Entry:
    """A copy in which the named fields are blacked out; its leaf is the same. Raises InputError for unknown names."""
    if unknown := sorted(set(names) - set(entry.shown)):
        what = _("The entry has no field {names}.").format(names=", ".join(map(repr, unknown)))
        raise refuse(what, _("It has: {names}.").format(names=", ".join(sorted(entry.shown))))
    return replace(entry, fields=tuple(_hide(field) if field.name in names else field for field in entry.fields))


def write_payload(payload: Payload) -> bytes:
    """A payload as one line of canonical JSON, without the line's end."""
    if isinstance(payload, Disposed):
        return canonical({"disposed": payload.by})
    return b"null" if payload is None else _line([_committed(field)[1] for field in payload.fields])


def read_payload(line: bytes) -> Payload:
    """What `write_payload` wrote. Raises ValueError, with the reason, for any other bytes."""
    return open_payload(line)[0]


def open_payload(line: bytes) -> tuple[Payload, bytes]:
    """As `read_payload`, with the leaf that an entry has (b"" for what is no entry)."""
    try:
        data = json.loads(line, parse_float=_no_fraction, parse_constant=_no_fraction)
    except (ValueError, RecursionError) as error:
        raise ValueError(_("it is not JSON of the kind that a ledger keeps")) from error
    payload, made, again = _payload(data), b"", b""
    try:
        if isinstance(payload, Entry):
            both = [_committed(field) for field in payload.fields]
            made, again = _leaf([one for one, _written in both]), _line([one for _commitment, one in both])
        else:
            again = write_payload(payload)
    except UnicodeEncodeError:
        again = b""
    if again != line:
        raise ValueError(_("it is not in canonical form"))
    return payload, made


def commitments(leaf: bytes) -> tuple[str, ...]:
    """The commitments in a leaf, in hex. Raises ValueError, with the reason, for other bytes."""
    if not _LEAF.fullmatch(leaf):
        raise ValueError(_("it is not a list of commitments in canonical form"))
    return tuple(leaf[7:-9].decode().split('","'))


def _plain(name: str, value: Any) -> Any:
    """The value as it comes back from JSON."""
    try:
        text = canonical([name, value])
        plain = json.loads(text, parse_float=_no_fraction, parse_constant=_no_fraction)[1]
    except (TypeError, ValueError, RecursionError) as error:
        what = _("The field {name!r} has a value that a ledger cannot keep: {value!r}.")
        mend = _("Give text, a whole number, true, false, nothing, or lists and maps of these.")
        raise refuse(what.format(name=name, value=value), mend) from error
    return plain


def _no_fraction(text: str) -> Any:
    raise ValueError(text)


def _hide(field: Field) -> Field:
    return Field(hidden=field.commitment)


def _committed(field: Field) -> tuple[str, str]:
    """A field's commitment in hex, and the field as a payload has it."""
    if field.hidden:
        return field.hidden.hex(), f'["{field.hidden.hex()}"]'
    value = _quote(field.value) if type(field.value) is str else _ENCODER.encode(field.value)
    shown = f"[{_quote(field.name)},{value}"
    salt = b2a_base64(field.salt, newline=False).decode().rstrip("=").replace("+", "-").replace("/", "_")
    return hashlib.sha256(field.salt + shown.encode() + b"]").hexdigest(), f'{shown},"{salt}"]'


def _leaf(commitments: list[str]) -> bytes:
    return ('{"c":["' + '","'.join(commitments) + '"],"v":1}').encode()


def _line(fields: list[str]) -> bytes:
    return ('{"fields":[' + ",".join(fields) + "]}").encode()


def _payload(data: Any) -> Payload:
    if data is None:
        return None
    if isinstance(data, dict) and type(data.get("disposed")) is int:
        return Disposed(data["disposed"])
    if not isinstance(data, dict) or not isinstance(data.get("fields"), list) or not data["fields"]:
        raise ValueError(_("it is no payload: it has no fields"))
    fields = tuple(_field(one) for one in data["fields"])
    names = [field.name for field in fields if not field.hidden]
    if names != sorted(set(names)):
        raise ValueError(_("its fields are not sorted by name, or one stands twice"))
    return Entry(fields)


def _field(data: Any) -> Field:
    kinds = [type(one) for one in data] if isinstance(data, list) else []
    if kinds == [str] and _HEX.fullmatch(data[0]):
        return Field(hidden=bytes.fromhex(data[0]))
    if len(kinds) == 3 and kinds[0] is kinds[2] is str and _SALT.fullmatch(data[2]):
        return Field(data[0], data[1], a2b_base64(data[2].replace("-", "+").replace("_", "/") + "=="))
    raise ValueError(_("a field is neither [name, value, salt] nor [commitment]"))

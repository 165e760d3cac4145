#!/usr/bin/env python3
"""Verifies the ledger in this folder. It needs Python 3.8 or newer, no network and nothing else.

    python3 verify.py [FOLDER] [KEY]...

KEY is the ledger's verifier key (name+id+base64), which you should have from somewhere else than this folder: from
the department's website, say, or on paper. Without one, the keys in the file `keys` are believed.

What is checked, in this order:
 1. Each checkpoint (three lines: whose ledger, how many entries, the root of the tree) is signed by its key.
 2. The tree is built anew from the entries. Its root must be the signed one, now and at every earlier checkpoint.
 3. Each payload (what an entry says) is the one that its entry committed to when it was made.
Ends with 0 when all of it holds, with 1 when something does not, with 2 when there is no ledger. Timestamps
and the signatures of witnesses are not checked here; `postorders ledger verify` does that.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import sys
from pathlib import Path
from typing import Any

problems: list[str] = []


def sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def canonical(value: Any) -> bytes:
    """The one form in which JSON is hashed: keys sorted, no spaces, UTF-8."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def unbase64(text: str) -> bytes:
    data = base64.b64decode(text, validate=True)
    if base64.b64encode(data).decode() != text:
        raise ValueError("base64 in another than its usual form")
    return data


def read(path: Path) -> bytes:
    """A file's bytes; when it is missing, that is a problem, and the bytes are empty."""
    try:
        return path.read_bytes()
    except OSError:
        problems.append(f"{path}: the file is missing")
        return b""


# Ed25519 (RFC 8032), verification only. A point of the curve is (x, y, z, t) with x/z and y/z modulo P, and t = xy/z.

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P


def add(p: tuple[int, ...], q: tuple[int, ...]) -> tuple[int, ...]:
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % P, (p[1] + p[0]) * (q[1] + q[0]) % P
    c, d = 2 * p[3] * q[3] * D % P, 2 * p[2] * q[2] % P
    return (b - a) * (d - c) % P, (d + c) * (b + a) % P, (d - c) * (d + c) % P, (b - a) * (b + a) % P


def times(number: int, point: tuple[int, ...]) -> tuple[int, ...]:
    total: tuple[int, ...] = (0, 1, 1, 0)
    while number:
        total = add(total, point) if number & 1 else total
        point, number = add(point, point), number >> 1
    return total


def decode_point(data: bytes) -> tuple[int, ...]:
    y, odd = int.from_bytes(data, "little") % 2**255, data[31] >> 7
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    x = x if (x * x - square) % P == 0 else x * pow(2, (P - 1) // 4, P) % P
    if (x * x - square) % P or (x == 0 and odd):
        raise ValueError("not a point of the curve")
    x = P - x if x & 1 != odd else x
    return x, y, 1, x * y % P


def encode_point(point: tuple[int, ...]) -> bytes:
    inverse = pow(point[2], P - 2, P)
    x, y = point[0] * inverse % P, point[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


BASE = decode_point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def signed(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether the holder of a public key signed the message: R = sB - hA."""
    r, s = signature[:32], int.from_bytes(signature[32:], "little")
    if len(signature) != 64 or s >= ORDER:
        return False
    try:
        x, y, z, t = decode_point(public)
    except ValueError:
        return False
    h = int.from_bytes(hashlib.sha512(r + public + message).digest(), "little") % ORDER
    return encode_point(add(times(s, BASE), times(h, (P - x, y, z, P - t)))) == r


# Keys and checkpoints. A key is (its name, its id of 4 bytes, its 32 public bytes).


def read_key(text: str) -> tuple[str, bytes, bytes]:
    name, number, encoded = text.split("+", 2)
    typed = unbase64(encoded)
    key_id = sha256(name.encode() + b"\n" + typed)[:4]
    if len(typed) != 33 or typed[0] != 1 or key_id.hex() != number:
        raise ValueError("the key does not agree with its id")
    return name, key_id, typed[1:]


def read_keys(folder: Path) -> list[tuple[int, Any]]:
    """The lines of `keys`, newest first: (entries at the first checkpoint that it signs, key)."""
    found, data = [], read(folder / "keys").decode("utf-8", "replace")
    for line in data.split("\n")[:-1]:
        match = re.fullmatch(r"(\S+)(?: # from (0|[1-9][0-9]*))?", line)
        try:
            found.append((int(match[2] or 0), read_key(match[1])) if match else (-1, read_key("")))
        except ValueError:
            problems.append(f"keys: {line[:40]!r} is not a key")
    starts = [start for start, _ in found]
    if not data.endswith("\n") or starts != sorted(set(starts), reverse=True):
        problems.append("keys: the last line does not end, or the keys are not newest first")
    return found


def read_checkpoint(data: bytes) -> tuple[str, int, bytes, bytes, list[tuple[str, bytes]]]:
    """(origin, size, root, the bytes that are signed, [(name, key id and signature)])."""
    body, _, below = data.decode().partition("\n\n")
    origin, size, root = body.split("\n")
    lines = [line.split(" ") for line in below.split("\n")]
    names = [(name, unbase64(value)) for dash, name, value in lines[:-1] if dash == "—" and name]
    whole = lines[-1] == [""] and len(names) == len(lines) - 1 and all(len(value) > 4 for _, value in names)
    if not whole or not origin or not re.fullmatch("0|[1-9][0-9]{0,18}", size) or len(unbase64(root)) != 32:
        raise ValueError("a line is damaged")
    return origin, int(size), unbase64(root), (body + "\n").encode(), names


def read_checkpoints(folder: Path, given: list[Any]) -> dict[int, tuple[str, bytes]]:
    """Every checkpoint that is signed by the key of its time, or by one that was given: its origin and root."""
    every, good, keys, last = {}, {}, read_keys(folder), read(folder / "checkpoint")
    for path in (folder / "checkpoints").glob("[0-9]*"):
        try:
            every[int(path.name)] = read_checkpoint(path.read_bytes())
        except ValueError as error:
            problems.append(f"checkpoints/{path.name}: {error}")
    for size, (origin, says, root, body, names) in every.items():
        trusted = given + [key for start, key in keys if start <= size][:1]
        lines = [(key, value[4:]) for key in trusted for name, value in names if (name, value[:4]) == key[:2]]
        held = [key for key, value in lines if signed(key[2], body, value)]
        if not held or len(held) < len(lines) or says != size:
            problems.append(f"checkpoints/{size}: not signed by the key of that time")
        elif size == max(every) and given and not [key for key in held if key in given]:
            problems.append(f"checkpoints/{size}: not signed by the key that you gave")
        else:
            good[size] = (origin, root)
    if not any(last and last == (folder / "checkpoints" / str(size)).read_bytes() for size in every):
        problems.append("checkpoint: not a copy of one in checkpoints/")
    if len({origin for origin, _ in good.values()}) != 1:
        problems.append("checkpoints: nothing is signed, or they speak of several ledgers")
    wrong = [start for start, _ in keys if start not in every and start <= max(every, default=0)]
    problems.extend(f"keys: a key begins at {start} entries, and no checkpoint does" for start in wrong)
    return good


# The tree: entries and tiles.


def tile(folder: Path, row: object, index: int, width: int) -> Path:
    name = f"{index % 1000:03}"
    while index := index // 1000:
        name = f"x{index % 1000:03}/{name}"
    return folder / f"tile/{row}/{name}" if width == 256 else folder / f"tile/{row}/{name}.p/{width}"


def read_entries(folder: Path, size: int) -> list[bytes]:
    """The entries, from files in which each stands after its length in two bytes."""
    found: list[bytes] = []
    for first in range(0, size, 256):
        path = tile(folder, "entries", first // 256, min(256, size - first))
        data, at, here = read(path), 0, []
        while at < len(data):
            end = at + 2 + int.from_bytes(data[at : at + 2], "big")
            here.append(data[at + 2 : end])
            at = end
        if at != len(data) or len(here) != min(256, size - first):
            problems.append(f"{path}: damaged; what comes after it was not checked")
            return found
        found += here
    return found


def check_tree(folder: Path, entries: list[bytes], signed_ones: dict[int, tuple[str, bytes]]) -> None:
    """Builds the tree from the entries, and compares every signed root and every tile with it."""
    stack: list[tuple[int, bytes]] = []  # the full subtrees so far: (levels, root), largest first
    rows: dict[int, list[bytes]] = {}  # the roots of all subtrees of 256**row entries
    for count in range(len(entries) + 1):
        if count in signed_ones:
            root = stack[-1][1] if stack else sha256(b"")
            for _, left in reversed(stack[:-1]):
                root = sha256(b"\x01" + left + root)
            if root != signed_ones[count][1]:
                problems.append(f"checkpoints/{count}: the entries do not lead to the signed root")
        if count < len(entries):
            level, node = 0, sha256(b"\x00" + entries[count])
            rows.setdefault(0, []).append(node)
            while stack and stack[-1][0] == level:
                level, node = level + 1, sha256(b"\x01" + stack.pop()[1] + node)
                if level % 8 == 0:
                    rows.setdefault(level // 8, []).append(node)
            stack.append((level, node))
    for row, hashes in rows.items():
        for first in range(0, len(hashes), 256):
            path = tile(folder, row, first // 256, len(hashes[first : first + 256]))
            if read(path) != b"".join(hashes[first : first + 256]):
                problems.append(f"{path}: not the hashes of the entries")


# The payloads, one on each line: null where it is left out, {"disposed": N} where entry N says why it is gone.


def commitment(field: list[Any]) -> str:
    """What an entry holds of a field: [name, value, salt], or [commitment] where the field was blacked out."""
    if len(field) == 1:
        return str(field[0])
    salt = base64.urlsafe_b64decode(field[2] + "==")
    if base64.urlsafe_b64encode(salt).decode() != field[2] + "==":
        raise ValueError("a salt is damaged")
    return sha256(salt + canonical(field[:2])).hex()


def check_payloads(folder: Path, entries: list[bytes]) -> None:
    gone, certificates, lines = {}, {}, [b""]
    for index, entry in enumerate(entries):
        path, place = folder / f"payloads/{index // 256}.jsonl", index % 256
        if place == 0:
            lines = read(path).split(b"\n")
            more = len(lines) - 1 - min(256, len(entries) - index)
            if lines[-1] or more < 0 or (more > 0 and index + 256 < len(entries)):
                problems.append(f"{path}: not one whole line for each entry")
        try:
            data = json.loads(lines[place])
            fields = (data or {}).get("fields", [])
            if canonical(data) != lines[place] or (data is not None and list(data) not in (["fields"], ["disposed"])):
                raise ValueError("not in its canonical form")
            if fields and canonical({"c": [commitment(field) for field in fields], "v": 1}) != entry:
                raise ValueError("not the one that the entry committed to")
            certificates[index] = [one for field in fields if field[0] == "disposes" for one in field[1]]
            gone.update({index: int(data["disposed"])} if data and not fields else {})
        except Exception as error:  # a hostile file may be wrong in any way
            problems.append(f"{path}, line {place + 1}, entry {index}: the payload is damaged ({error!r})")
    for index, by in gone.items():
        if index not in certificates.get(by, []):
            problems.append(f"entry {index}: its payload is gone, and entry {by} does not say why")


def main(arguments: list[str]) -> int:
    folder = Path(next((one for one in arguments if "+" not in one), Path(__file__).parent))
    try:
        given = [read_key(one) for one in arguments if "+" in one]
    except ValueError as error:
        print(f"This is not a verifier key: {error}.")
        return 2
    if not any((folder / name).exists() for name in ("checkpoint", "checkpoints", "keys", "tile")):
        print(f"There is no ledger in {folder}.")
        return 2
    signed_ones = read_checkpoints(folder, given)
    size = max(signed_ones, default=0)
    entries = read_entries(folder, size)
    check_tree(folder, entries, signed_ones)
    check_payloads(folder, entries)
    print("\n".join(problems) or "Nothing was found.")
    whose = signed_ones[size][0] if signed_ones else "Unknown"
    print(f"{whose}: {size} entries. {'It does not hold.' if problems else 'All of it holds.'}")
    print("The keys that you gave were trusted." if given else "The keys in the folder itself were trusted.")
    return int(bool(problems))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Fulton Grove's ledger for the tests: acts as they would be sealed, and folders to publish them in."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from postorders.ledger import layout, stamp
from postorders.ledger.entry import Disposed, Entry, leaf, redact, seal
from postorders.ledger.folder import add_signatures, load_payload, newest, publish, replace_payloads
from postorders.ledger.keys import Signer
from postorders.ledger.note import cosign

ORIGIN = "fulton-grove.example/ledger"
ATTORNEY = "castellane-law.example/witness"
NOON = 1_767_268_800  # 2026-01-01, 12:00 UTC

_OPENSSL = """
[req]
distinguished_name = name
[name]
[tsa]
default_tsa = own
[own]
serial = {folder}/serial
signer_cert = {folder}/leaf.pem
signer_key = {folder}/leaf.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
ess_cert_id_alg = sha256
[leaf]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
[root]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign
"""


def acts(start: int, end: int, **more: Any) -> Iterator[tuple[bytes, Entry]]:
    """Sealed acts, with salts that are the same in every run."""
    for number in range(start, end):
        values = {"act": "post.release", "by": "Marisol Quade", "number": number, **more}
        entry = seal(values, lambda count, number=number: number.to_bytes(count, "big"))
        yield leaf(entry), entry


def grow(folder: Path, signer: Signer, *sizes: int) -> Path:
    """Publishes acts up to each of the sizes, one checkpoint for each."""
    start = newest(folder).size if (folder / layout.CHECKPOINT).exists() else 0
    for size in sizes:
        publish(folder, ORIGIN, acts(start, size), signer, start=start)
        start = size
    return folder


class Authority:
    """A timestamp authority, run by openssl in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir()
        (folder / "conf").write_text(_OPENSSL.format(folder=folder))
        (folder / "serial").write_text("01\n")
        key = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-config", folder / "conf")
        self._run("req", "-x509", *key, "-keyout", folder / "root.key", "-out", folder / "root.pem",
                  "-subj", "/CN=Grove County Root", "-days", "3650", "-extensions", "root")  # fmt: skip
        self._run("req", *key, "-keyout", folder / "leaf.key", "-out", folder / "leaf.csr",
                  "-subj", "/CN=Grove County Clock")  # fmt: skip
        self._run("x509", "-req", "-in", folder / "leaf.csr", "-CA", folder / "root.pem", "-CAkey", folder / "root.key",
                  "-days", "3650", "-out", folder / "leaf.pem", "-extfile", folder / "conf", "-extensions", "leaf",
                  "-set_serial", "7")  # fmt: skip

    @property
    def certificates(self) -> bytes:
        """What a reader must trust: the authority's certificate and its issuer's."""
        return (self.folder / "leaf.pem").read_bytes() + (self.folder / "root.pem").read_bytes()

    def stamp(self, body: bytes) -> bytes:
        """Its answer to a request for a stamp."""
        (self.folder / "query").write_bytes(stamp.request(body))
        self._run("ts", "-reply", "-config", self.folder / "conf", "-queryfile", self.folder / "query",
                  "-out", self.folder / "reply")  # fmt: skip
        return (self.folder / "reply").read_bytes()

    def _run(self, *args: object) -> None:
        subprocess.run(["openssl", *map(str, args)], check=True, capture_output=True)


def rich(folder: Path, signer: Signer, later: Signer, attorney: Signer, authority: Authority) -> Path:
    """A small ledger with everything in it: four checkpoints, a rotated key, redaction, disposal, witness, stamp."""
    grow(folder, signer, 0, 3)
    publish(folder, ORIGIN, acts(3, 4, disposes=[1]), later)
    grow(folder, later, 6)
    replace_payloads(folder, {0: redact(_entry(folder, 0), ["by"]), 1: Disposed(3), 5: None})
    add_signatures(folder, cosign(newest(folder), attorney, NOON))
    (folder / layout.STAMPS).mkdir()
    (folder / layout.STAMPS / "6.tsr").write_bytes(authority.stamp(newest(folder).body))
    (folder / layout.AUTHORITY).write_bytes(authority.certificates)
    return folder


def copy(folder: Path, to: Path) -> Path:
    """A copy to spoil."""
    return Path(shutil.copytree(folder, to))


def _entry(folder: Path, index: int) -> Entry:
    payload = load_payload(folder, index)
    assert isinstance(payload, Entry)
    return payload

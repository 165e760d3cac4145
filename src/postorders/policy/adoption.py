"""A department's own copy of one version: what was adopted, by whom, when, and the hash of every file."""

from __future__ import annotations

import base64
import hashlib
import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from postorders.errors import Problem, refuse
from postorders.plain import EMPTY, Binder, canonical, to_plain
from postorders.policy.load import law_folder
from postorders.policy.policy import Policy

RECORD = "adoption.json"


@dataclass(frozen=True, slots=True)
class Signature:
    """An Ed25519 signature over the canonical record without this field; both values in base64."""

    public_key: str
    value: str
    algorithm: str = "Ed25519"


@dataclass(frozen=True, slots=True)
class Adoption:
    """The record that makes a copy the department's own. `proof` names what shows that it was adopted."""

    policy: str
    version: str
    hash: str
    adopted_by: str
    title: str
    on: str
    files: Mapping[str, str] = EMPTY
    proof: str = ""
    signature: Signature | None = None

    def signed_bytes(self) -> bytes:
        """The bytes that a signature is over."""
        return canonical(replace(self, signature=None))


def adopt(folder: Path, policy: Policy, into: Path, record: Adoption, key: bytes = b"") -> Path:
    """Copies a pack into `into`/<policy>/<version> with its record, signed when `key` (a PEM private key) is given.

    Returns the new folder. Raises InputError when a copy of that version stands there already.
    """
    target = into / policy.id / policy.manifest.version
    if target.exists():
        raise refuse(f"{target} exists already; nothing was adopted.", "Compare with 'postorders policy diff'.")
    staging = target.with_name(f".{target.name}.partial")
    shutil.rmtree(staging, ignore_errors=True)
    try:
        shutil.copytree(folder, staging, ignore=shutil.ignore_patterns(RECORD))
        for law in policy.manifest.laws:
            shutil.copytree(law_folder(folder, law), staging / law, dirs_exist_ok=True)
        whole = replace(record, files=_hashes(staging))
        if key:
            whole = replace(whole, signature=_sign(whole.signed_bytes(), key))
        text = json.dumps(to_plain(whole), indent=2, ensure_ascii=False) + "\n"
        (staging / RECORD).write_text(text, encoding="utf-8")
        staging.rename(target)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return target


def read_record(folder: Path) -> Adoption | None:
    """The adoption record of a pack folder, None for a template. Raises InputError when it does not hold."""
    path = folder / RECORD
    if not path.is_file():
        return None
    binder = Binder(str(path))
    try:
        data = json.loads(path.read_bytes())
    except ValueError as error:
        raise refuse("The adoption record is not JSON.", "Restore it from a backup.", str(path)) from error
    record: Adoption | None = binder.bind(Adoption, data)
    if record is None or binder.problems:
        raise refuse("The adoption record is damaged.", "Restore it from a backup.", str(path))
    if problem := broken(folder, record):
        raise refuse(problem.what, problem.mend, problem.file)
    return record


def broken(folder: Path, record: Adoption) -> Problem | None:
    """What no longer agrees with the record: a changed, missing or added file, or the signature."""
    now = _hashes(folder)
    changed = sorted(name for name in {*now, *record.files} if now.get(name) != record.files.get(name))
    if changed:
        what = f"{', '.join(changed)} changed since the policy was adopted on {record.on}."
        return Problem(what, "Restore the file, or adopt the changed pack as a new version.", str(folder))
    if record.signature and not _verify(record.signed_bytes(), record.signature):
        return Problem("The signature of the adoption record does not hold.", "Restore it from a backup.", str(folder))
    return None


def apply_record(folder: Path, policy: Policy) -> Policy:
    """The policy as adopted: a record with a proof settles an unproved adoption."""
    record = read_record(folder)
    if record is None or not record.proof or policy.manifest.status != "unproved":
        return policy
    note = f"Attested by {record.adopted_by} on {record.on}: {record.proof}"
    return replace(policy, manifest=replace(policy.manifest, status="in-force", status_note=note))


def make_key() -> bytes:
    """A new Ed25519 private key, PEM."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    return Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _hashes(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != RECORD)
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def _sign(message: bytes, key: bytes) -> Signature:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key

    try:
        private = load_pem_private_key(key, None)
    except (ValueError, TypeError) as error:
        raise refuse("The key is not a PEM private key without a password.", "Make one with --new-key.") from error
    if not isinstance(private, Ed25519PrivateKey):
        raise refuse("The key is not an Ed25519 key.", "Make one with --new-key.")
    public = private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    return Signature(base64.b64encode(public).decode(), base64.b64encode(private.sign(message)).decode())


def _verify(message: bytes, signature: Signature) -> bool:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(signature.public_key))
        key.verify(base64.b64decode(signature.value), message)
    except (InvalidSignature, ValueError):
        return False
    return True

"""The name and the key under which a department's ledger is signed, and the folder where it is published."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

from postorders.desk.people.models import Department
from postorders.errors import InputError
from postorders.ledger.folder import newest
from postorders.ledger.keys import Signer, read_key, write_key


def folder_of(department: Department) -> Path:
    """The folder of the published ledger: commitments, hashes and signatures, and no payload."""
    home: Path = settings.CONFIG.home
    return home / "published" / department.slug


def key_of(department: Department) -> Path:
    """The file of the department's signing key."""
    keys: Path = settings.CONFIG.key_folder
    return keys / f"{department.slug}.ledger"


def signer(department: Department) -> Signer:
    """The department's signer; its key is made when there is none. Raises InputError when the file is damaged.

    A key that came from elsewhere, or a new one after a loss, signs under the name that the ledger has always had.
    """
    path = key_of(department)
    if not path.exists():
        try:
            write_key(path, Signer.make(origin(department)))
        except InputError:  # another process was quicker
            if not path.exists():
                raise
    return read_key(path)


def origin(department: Department) -> str:
    """The name of the ledger: the one it was first published under, which a new address does not change."""
    folder = folder_of(department)
    if (folder / "checkpoints").is_dir():
        return newest(folder).origin
    if key_of(department).exists():
        return read_key(key_of(department)).name
    parts = urlsplit(settings.CONFIG.address)
    return f"{parts.netloc.rpartition('@')[2]}/d/{department.slug}/ledger"

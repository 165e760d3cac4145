"""Helpers of these tests: signing in, freshly or not, and small packs."""

from __future__ import annotations

import io
import shutil
import time
import zipfile
from pathlib import Path

from allauth.account.internal.flows.login import _AUTHENTICATION_METHODS_USER_SESSION_KEY as USER
from django.test import Client
from tests.desk.cast import Place, account

from postorders.policy.library import TEMPLATES


def client_of(place: Place, name: str, fresh: bool = False) -> Client:
    """A browser in which a member of the cast is signed in; `fresh` if within the last minutes."""
    client = Client()
    one = account(place, name)
    client.force_login(one)
    session = client.session
    at = time.time() - (0 if fresh else 3600)
    session["account_authentication_methods"] = [{"method": "password", "at": at}, {"method": "mfa", "at": at}]
    session[USER] = str(one.pk)
    session.save()
    return client


def next_version(into: Path, version: str = "2027-01-01", policy: str = "raymore-8", **edits: str) -> Path:
    """A copy of a shipped pack as a later version; `edits` replaces words in its section files."""
    folder = into / policy
    shutil.copytree(TEMPLATES / policy, folder)
    shutil.copytree(TEMPLATES / "law-missouri", into / "law-missouri", dirs_exist_ok=True)
    pack = folder / "pack.yaml"
    text = pack.read_text()
    old = next(line.split('"')[1] for line in text.splitlines() if line.startswith("version:"))
    pack.write_text(
        text.replace(f'version: "{old}"', f'version: "{version}"').replace(
            f'effective: "{old}"', f'effective: "{version}"'
        )
    )
    for name, words in edits.items():
        file = next(path for path in folder.glob("*.yaml") if name.replace("_", "-") in path.name)
        was, now = words.split(" -> ")
        assert was in file.read_text()
        file.write_text(file.read_text().replace(was, now))
    return folder


def zipped(folder: Path, within: str = "") -> bytes:
    """A folder as the bytes of a zip, in a folder of its own if one is named."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for path in sorted(one for one in folder.rglob("*") if one.is_file()):
            archive.write(path, f"{within}{path.relative_to(folder).as_posix()}")
    return buffer.getvalue()

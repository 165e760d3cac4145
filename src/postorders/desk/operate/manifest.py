"""What a copy consists of: every file with its hash, so that a damaged one is known before anything is written."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.db.migrations.loader import MigrationLoader

from postorders import __version__
from postorders.errors import InputError, Problem, refuse
from postorders.ledger.files import put
from postorders.words import _

CHUNK = 1 << 20


def migrations() -> dict[str, str]:
    """The last migration of each part, as this release has them."""
    leaves = MigrationLoader(None).graph.leaf_nodes()
    return dict(sorted(leaves))


def write(folder: Path, name: str, form: str, said: Mapping[str, Any]) -> None:
    """Writes the manifest `name` of a folder: its form, what is said of it, and each file's hash and length."""
    files = {path.relative_to(folder).as_posix(): _described(path) for path in _files(folder, name)}
    head = {"format": form, "release": __version__, "migrations": migrations()}
    put(folder / name, (json.dumps({**head, **said, "files": files}, indent=1, ensure_ascii=False) + "\n").encode())


def rewrite(folder: Path, name: str, said: Mapping[str, Any]) -> None:
    """Describes the files of a folder anew, after one was lawfully changed."""
    data = json.loads((folder / name).read_bytes())
    files = {path.relative_to(folder).as_posix(): _described(path) for path in _files(folder, name)}
    put(folder / name, (json.dumps({**data, **said, "files": files}, indent=1, ensure_ascii=False) + "\n").encode())


def read(folder: Path, name: str, form: str) -> dict[str, Any]:
    """The manifest of a folder, after every file was compared with it.

    Raises InputError with every file that is missing, changed or too many, and when it is of another release's form.
    """
    path = folder / name
    try:
        data = json.loads(path.read_bytes())
        files, theirs = dict(data["files"]), data["format"]
    except FileNotFoundError as error:
        mend = _("Name the folder that has {name} in it.").format(name=name)
        raise refuse(_("There is no copy here; nothing was written."), mend, str(folder)) from error
    except (ValueError, KeyError, TypeError) as error:
        mend = _("Take another copy.")
        raise refuse(_("The manifest is damaged; nothing was written."), mend, str(path)) from error
    if theirs != form:
        what = _("This is a {theirs}, and a {form} is needed; nothing was written.").format(theirs=theirs, form=form)
        raise refuse(what, file=str(path))
    if problems := list(_compared(folder, name, files)):
        raise InputError(*problems)
    return dict(data)


def fits(data: Mapping[str, Any], file: str) -> None:
    """Refuses a copy whose tables are not those of this release."""
    if dict(data.get("migrations", {})) != migrations():
        what = _("The copy was made by release {theirs}, whose tables differ from those of {ours}.")
        mend = _("Restore it with that release, then upgrade.")
        raise refuse(what.format(theirs=data.get("release", "?"), ours=__version__), mend, file)


def _compared(folder: Path, name: str, files: Mapping[str, Mapping[str, Any]]) -> list[Problem]:
    there = {path.relative_to(folder).as_posix(): path for path in _files(folder, name)}
    mend = _("Nothing was written. Take another copy.")
    found = [Problem(_("The file is missing."), mend, str(folder / one)) for one in sorted(set(files) - set(there))]
    found += [
        Problem(_("The manifest knows no such file."), mend, str(there[one])) for one in sorted(set(there) - set(files))
    ]
    for one in sorted(set(files) & set(there)):
        if _described(there[one]) != files[one]:
            found.append(Problem(_("The file was changed since the copy was made."), mend, str(there[one])))
    return found


def _files(folder: Path, name: str) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and path != folder / name)


def _described(path: Path) -> dict[str, Any]:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
    return {"sha256": digest.hexdigest(), "bytes": path.stat().st_size}

"""Packs as zip files: taken apart within limits, put together to the same bytes every time."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from pathlib import Path, PurePosixPath
from typing import Any

from django.utils.translation import gettext as _

from postorders.errors import InputError, Problem, refuse
from postorders.policy.adoption import RECORD
from postorders.policy.library import TEMPLATES
from postorders.policy.load import law_folder
from postorders.policy.source import read_yaml

PACKED_BYTES = 4_000_000
UNPACKED_BYTES = 16_000_000
FILES = 200
_NAME = re.compile(r"[A-Za-z0-9][\w.-]{0,79}")
_POLICY = re.compile(r"[a-z0-9][a-z0-9.-]{0,79}")


def packed(folder: Path) -> bytes:
    """The folder as a zip whose bytes depend on nothing but its files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(one for one in folder.rglob("*") if one.is_file()):
            archive.writestr(zipfile.ZipInfo(path.relative_to(folder).as_posix()), path.read_bytes())
    return buffer.getvalue()


def unpacked(data: bytes, into: Path, name: str = "") -> Path:
    """The pack folder inside `into`, from the bytes of a zip whose file was called `name`.

    It may stand at the top of the zip or in one folder; law packs that are missing come from those that ship.
    Raises InputError with everything that is wrong with the zip, or with names in the pack that would lead outside.
    """
    archive = _opened(data, name)
    if problems := _wrong(archive, name):
        raise InputError(*problems)
    for entry in (one for one in archive.infolist() if _kept(one)):
        target = into / PurePosixPath(entry.filename)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(_content(archive, entry, name))
    found = sorted((path.parent for path in into.rglob("pack.yaml")), key=lambda path: len(path.parts))
    if not found:
        raise refuse(_("The zip holds no pack.yaml."), _("Zip the folder of the pack, with pack.yaml in it."), name)
    _stays_inside(found[0])
    return found[0]


def _opened(data: bytes, name: str) -> zipfile.ZipFile:
    if len(data) > PACKED_BYTES:
        what = _("The file is larger than {size} MB.").format(size=PACKED_BYTES // 1_000_000)
        raise refuse(what, _("A pack is text: leave everything else out."), name)
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise refuse(_("This is not a zip file."), _("Zip the folder of the pack and upload that."), name) from error


def _wrong(archive: zipfile.ZipFile, name: str) -> list[Problem]:
    entries = archive.infolist()
    found = [problem for entry in entries if (problem := _bad(entry, name))]
    if len(entries) > FILES:
        found.append(
            Problem(_("The zip holds more than {count} files.").format(count=FILES), _("Leave some out."), name)
        )
    if sum(entry.file_size for entry in entries) > UNPACKED_BYTES:
        found.append(
            Problem(_("The zip unpacks to far more than a pack holds."), _("Leave out what is not text."), name)
        )
    return found


def _bad(entry: zipfile.ZipInfo, name: str) -> Problem | None:
    parts = PurePosixPath(entry.filename).parts
    if entry.filename.startswith("/") or "\\" in entry.filename or ":" in entry.filename or ".." in parts:
        what = _("{path!r} leads out of the folder.").format(path=entry.filename)
        return Problem(what, _("Zip the folder itself, without absolute paths."), name)
    if entry.external_attr >> 16 & 0o170000 == 0o120000:
        return Problem(
            _("{path!r} is a link.").format(path=entry.filename), _("Put the file itself in its place."), name
        )
    if entry.flag_bits & 1:
        return Problem(_("{path!r} is encrypted.").format(path=entry.filename), _("Zip it without a password."), name)
    if _kept(entry) and (len(parts) > 4 or not all(_NAME.fullmatch(part) for part in parts)):
        what = _("{path!r} is not a name for a file of a pack.").format(path=entry.filename)
        return Problem(what, _("Use letters, digits, dots and dashes, and few folders."), name)
    return None


def _kept(entry: zipfile.ZipInfo) -> bool:
    """Whether a file belongs to a pack; an old adoption record does not, for this will be adopted anew."""
    path = PurePosixPath(entry.filename)
    hidden = any(part.startswith((".", "__MACOSX")) for part in path.parts)
    return not entry.is_dir() and not hidden and path.name != RECORD and path.suffix in (".yaml", ".json")


def _content(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str) -> bytes:
    """The bytes of one file, no more than the zip says it has."""
    try:
        with archive.open(entry) as file:
            data = file.read(entry.file_size + 1)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError) as error:
        what = _("{path!r} is damaged in the zip.").format(path=entry.filename)
        raise refuse(what, _("Zip the folder again."), name) from error
    except Exception as error:  # zlib and lzma each have an error of their own
        what = _("{path!r} is damaged in the zip.").format(path=entry.filename)
        raise refuse(what, _("Zip the folder again."), name) from error
    if len(data) > entry.file_size:
        raise refuse(_("The zip lies about the size of a file."), _("Zip the folder again."), name)
    return data


def _stays_inside(folder: Path) -> None:
    """Refuses a pack whose own names would read files outside it, and puts shipped law packs beside it."""
    shown = f"{folder.name}/pack.yaml"
    data, problems = read_yaml(folder / "pack.yaml", shown)
    if problems:
        raise InputError(*problems)
    policy, sections, laws = (
        data.get(key) if isinstance(data, dict) else None for key in ("policy", "sections", "laws")
    )
    if not _POLICY.fullmatch(str(policy)):
        what = _("{name!r} is not an id for a policy.").format(name=str(policy))
        raise refuse(what, _("Write 'policy:' with small letters, digits and dashes."), shown)
    files = [one.get("file") for one in _listed(sections) if isinstance(one, dict)]
    for name in [*files, *_listed(laws)]:
        if not _NAME.fullmatch(str(name)):
            what = _("{name!r} leads out of the pack.").format(name=str(name))
            raise refuse(what, _("Name a file or a law pack in the folder of the pack."), shown)
    for law in map(str, _listed(laws)):
        if not law_folder(folder, law).is_dir() and (TEMPLATES / law / "law.yaml").is_file():
            shutil.copytree(TEMPLATES / law, folder / law, dirs_exist_ok=True)


def _listed(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list) else []

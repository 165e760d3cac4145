"""Writes the private check page: one folder of static files that a department can serve from any path."""

from __future__ import annotations

import base64
import gzip
import hashlib
import html
import json
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

from postorders import __version__
from postorders.capability import capability
from postorders.checkpage import aids
from postorders.checkpage import front as brought
from postorders.checkpage.modules import archive
from postorders.errors import refuse
from postorders.plain import to_plain
from postorders.policy.library import compiled
from postorders.policy.policy import Policy
from postorders.signals.library import shipped
from postorders.signals.own import bundled
from postorders.words import _

PRIVATE = capability("private-check", "Checks a draft in the member's own browser, leaving no trace.")
PAGE = Path(__file__).parent / "page"
MANIFEST = "manifest.json"
FORMAT = "postorders-check-page/1"
ENGINE = "postorders.checkpage.engine"
SCRIPTS = ("page.js", "boot.js", "aids.js", "files.js", "form.js", "show.js", "leave.js", "words.js")
STYLES = ("pico.min.css", "page.css")


def build(into: Path, policies: Sequence[Policy], title: str = "", front: Path = brought.FOLDER) -> Path:
    """Writes the page for some policies, or versions of them, into `into`, in place of an earlier build.

    It carries the weights of this installation; without any it reads by patterns alone. Returns `into`. Raises
    InputError when it holds anything else, or when the front-end files are missing from `front`.
    """
    if not policies:
        raise refuse(_("A page needs a policy."), _("Name one with --policy."))
    check_target(into)
    named = title or _("Check a draft: {department}").format(department=policies[0].manifest.department)
    whole = _whole(policies, named, front) if PRIVATE.on else {"index.html": _fill("off.html", {"title": named})}
    _put(into, whole)
    return into


def check_target(into: Path) -> None:
    """Refuses a place that holds something else than an earlier build, before any work is done for it."""
    if not into.exists() or (into.is_dir() and not any(into.iterdir())):
        return
    if not _is_build(into):
        what = _("It holds something else than a check page.") if into.is_dir() else _("It is a file.")
        raise refuse(what, _("Name a new folder; nothing was written."), str(into))


def _is_build(folder: Path) -> bool:
    try:
        return bool(json.loads((folder / MANIFEST).read_bytes())["format"] == FORMAT)
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _whole(policies: Sequence[Policy], title: str, front: Path) -> dict[str, bytes]:
    """Every file by its path. Those that never change under their name lie in a folder named by their hash."""
    others = brought.files(front)
    files, reader = _files(policies, others), aids.files(aids.installed(), others)
    listed = "".join(f"{hash_of(data)} {path}\n" for path, data in sorted({**files, **reader}.items()))
    name = hashlib.sha256(listed.encode()).hexdigest()[:16]
    inside = {**{f"{name}/{path}": data for path, data in sorted(files.items())}, **reader}
    inside["sw.js"] = (PAGE / "sw.js").read_bytes()
    manifest = _manifest(policies, name, inside, next(iter(reader), "").partition("/")[0])
    return {**inside, MANIFEST: manifest, "index.html": _index(title, name, inside, manifest)}


def _files(policies: Sequence[Policy], front: Mapping[str, bytes]) -> dict[str, bytes]:
    bundle = {"policies": [compiled(policy) for policy in policies], "concepts": to_plain(shipped())}
    if own := bundled(policies):
        bundle["own"] = own
    packed = {
        "worker.js": brought.worker(dict(front), (PAGE / "worker.js").read_bytes()),
        "policies.json": json.dumps(bundle, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode(),
        "engine.zip": archive(ENGINE, front["pyodide/engine.pyc.zip"]),
    }
    plain = {name: (PAGE / name).read_bytes() for name in (*SCRIPTS, "page.css")}
    licenses = {name: data for name, data in front.items() if name.startswith("licenses/")}
    return {
        **plain,
        **{f"{name}.packed": gzip.compress(data, 9, mtime=0) for name, data in packed.items()},
        **licenses,
        "python.wasm.packed": front["pyodide/pyodide.asm.wasm.gz"],
        "python.zip": front["pyodide/python_stdlib.zip"],
        "pico.min.css": front["pico.min.css"],
        "NOTICE.txt": front["NOTICE.txt"],
    }


def _manifest(policies: Sequence[Policy], name: str, files: Mapping[str, bytes], reader: str) -> bytes:
    data = {
        "format": FORMAT,
        "version": __version__,
        "build": name,
        "reader": reader,
        "policies": [{"id": one.id, "version": one.manifest.version, "hash": one.hash} for one in policies],
        "files": {path: {"sha256": hash_of(content), "bytes": len(content)} for path, content in files.items()},
    }
    return json.dumps(data, indent=1, ensure_ascii=False).encode() + b"\n"


def _index(title: str, name: str, files: Mapping[str, bytes], manifest: bytes) -> bytes:
    def link(form: str, path: str) -> str:
        return form.format(path=f"{name}/{path}", hash=_integrity(files[f"{name}/{path}"]))

    styles = (link('<link rel="stylesheet" href="{path}" integrity="{hash}">', path) for path in STYLES)
    ahead = (link('<link rel="modulepreload" href="{path}" integrity="{hash}">', path) for path in SCRIPTS[1:])
    script = link('<script type="module" src="{path}" integrity="{hash}"></script>', SCRIPTS[0])
    head = "\n".join((*styles, *ahead, script))
    return _fill("index.html", {"title": title, "build": name, "manifest": hash_of(manifest)}, {"head": head})


def _fill(name: str, texts: Mapping[str, str], markup: Mapping[str, str] | None = None) -> bytes:
    page = (PAGE / name).read_text(encoding="utf-8")
    for key, value in ({one: html.escape(text) for one, text in texts.items()} | dict(markup or {})).items():
        page = page.replace(f"{{{{{key}}}}}", value)
    return page.encode()


def _put(into: Path, whole: Mapping[str, bytes]) -> None:
    """Writes beside the place and then changes places, so that no visitor meets half a page."""
    into = into.absolute()
    staging, old = into.with_name(f".{into.name}.partial"), into.with_name(f".{into.name}.old")
    for left in (staging, old):
        shutil.rmtree(left, ignore_errors=True)
    try:
        for path, content in whole.items():
            (staging / path).parent.mkdir(parents=True, exist_ok=True)
            (staging / path).write_bytes(content)
        if into.exists():
            into.rename(old)
        staging.rename(into)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)


def hash_of(content: bytes) -> str:
    """SHA-256 in hex."""
    return hashlib.sha256(content).hexdigest()


def _integrity(content: bytes) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(content).digest()).decode()

"""The front-end files of other projects that the page is made of, which `make front` brings."""

from __future__ import annotations

import re
from pathlib import Path

from postorders.errors import refuse
from postorders.words import _

FOLDER = Path(__file__).parent.parent / "built" / "front"
NEEDED = (
    "pico.min.css",
    "pyodide/pyodide.mjs",
    "pyodide/pyodide.asm.mjs",
    "pyodide/pyodide.asm.wasm.gz",
    "pyodide/python_stdlib.zip",
    "pyodide/lock.json",
    "pyodide/engine.pyc.zip",
    "ort/ort.mjs",
    "ort/ort.wasm.gz",
    "ort/third-parties.txt",
    "NOTICE.txt",
)
_EXPORT = re.compile(r"\bexport\s*\{([^}]*)\};?")
_LOADER = re.compile(r"(\w+) as loadPyodide\b")
_RUNTIME = re.compile(r"(\w+) as (InferenceSession|Tensor|env)\b")
_MODULE = "export default _createPyodideModule"


def files(folder: Path) -> dict[str, bytes]:
    """The needed files by name. Raises InputError when some are missing."""
    if missing := [name for name in NEEDED if not (folder / name).is_file()]:
        raise refuse(
            _("The browser's Python is missing: {names}.").format(names=", ".join(missing)),
            _("In a checkout run 'make front'; else install Post Orders from its wheel, which has them."),
            str(folder),
        )
    found = {name: (folder / name).read_bytes() for name in NEEDED}
    return found | {f"licenses/{path.name}": path.read_bytes() for path in sorted((folder / "licenses").glob("*"))}


def worker(front: dict[str, bytes], own: bytes) -> bytes:
    """Pyodide's two modules, ONNX Runtime's and our own as one, so that one verified file is all the code it runs.

    Raises InputError when one of them is not of the form that we know.
    """
    asm, loader = front["pyodide/pyodide.asm.mjs"].decode(), front["pyodide/pyodide.mjs"].decode()
    export = next(iter(_EXPORT.finditer(loader)), None)
    name = _LOADER.search(export[1]) if export else None
    if export is None or name is None or _MODULE not in asm:
        raise refuse(_("This Pyodide is of another form than the page knows."), _("Use the one in front/package.json."))
    loader = f"{loader[: export.start()]}const loadPyodide = {name[1]};{_no_map(loader[export.end() :])}"
    lock = f"const lockFile = {front['pyodide/lock.json'].decode()};"
    return "\n".join((asm.replace(_MODULE, ""), loader, _runtime(front["ort/ort.mjs"]), lock, own.decode())).encode()


def _runtime(module: bytes) -> str:
    """ONNX Runtime's module as one object, `ort`: its short names would clash with Pyodide's."""
    text = module.decode()
    export = next(iter(_EXPORT.finditer(text)), None)
    names = {public: name for name, public in _RUNTIME.findall(export[1])} if export else {}
    if export is None or len(names) < 3:
        what = _("This ONNX Runtime is of another form than the page knows.")
        raise refuse(what, _("Use the one in front/package.json."))
    given = ", ".join(f"{public}: {name}" for public, name in names.items())
    return f"const ort = (() => {{\n{text[: export.start()]}\nreturn {{ {given} }};\n}})();"


def _no_map(text: str) -> str:
    return re.sub(r"//# sourceMappingURL=\S+", "", text)

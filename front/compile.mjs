// Compiles Python for the browser, which then starts in a third of the time: Pyodide's standard library, as far as a
// check uses it, and our own engine. Our compiled modules name the hash of their source; where the source has changed
// since, Python takes the source. Usage: node compile.mjs ENGINE.zip STDLIB.zip COMPILED.zip (reads one, writes two)
import { readFileSync, writeFileSync } from "node:fs";
import { loadPyodide } from "pyodide";

const [from, library, compiled] = process.argv.slice(2);
const pyodide = await loadPyodide();
pyodide.FS.writeFile("/engine.zip", readFileSync(from));
pyodide.runPython(`
import importlib.util, sys, zipfile
sys.path.insert(0, "/engine.zip")
import postorders.checkpage.engine
import base64, collections.abc, dataclasses, datetime, difflib, functools, gettext, hashlib, importlib._bootstrap_external
import itertools, json, pathlib, re, shutil, tempfile, textwrap, types, typing, unicodedata, zipfile

source = next(path for path in sys.path if path.endswith(".zip") and "engine" not in path)
used = {getattr(module, "__file__", None) for module in list(sys.modules.values())}

def pyc(data, path, checked):
    code = compile(data, path, "exec", dont_inherit=True, optimize=0)
    return bytes(importlib._bootstrap_external._code_to_hash_pyc(code, importlib.util.source_hash(data), checked))

def put(out, name, data):
    entry = zipfile.ZipInfo(name)
    entry.compress_type = zipfile.ZIP_DEFLATED
    out.writestr(entry, data, compresslevel=9)

with zipfile.ZipFile(source) as whole, zipfile.ZipFile("/stdlib.zip", "w") as out:
    for name in sorted(name for name in whole.namelist() if not name.endswith("/")):
        data, path = whole.read(name), f"{source}/{name}"
        if name.endswith(".py") and path in used:
            put(out, name + "c", pyc(data, path, False))
        else:
            put(out, name, data)

with zipfile.ZipFile("/engine.zip") as whole, zipfile.ZipFile("/compiled.zip", "w") as out:
    for name in whole.namelist():
        put(out, name + "c", pyc(whole.read(name), f"/engine.zip/{name}", True))
`);
writeFileSync(library, pyodide.FS.readFile("/stdlib.zip"));
writeFileSync(compiled, pyodide.FS.readFile("/compiled.zip"));

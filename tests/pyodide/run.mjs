// Runs the engine under Pyodide as a browser would: a zip of the package, JSON, and no network.
// Usage: node run.mjs FOLDER STDLIB.zip, the folder with postorders.zip, engine.py and bundle.json in it; writes judged.jsonl and facts.json.
import { readFileSync, writeFileSync } from "node:fs";
import net from "node:net";
import { join } from "node:path";
import { loadPyodide } from "../../front/node_modules/pyodide/pyodide.mjs";

const [folder, stdLibURL] = process.argv.slice(2);
const calls = [];
const refuse = (name) => (...args) => {
  calls.push(`${name} ${String(args[0]?.host ?? args[0])}`);
  throw new Error(`The network is off: ${name}`);
};
globalThis.fetch = refuse("fetch");
globalThis.WebSocket = refuse("WebSocket");
net.Socket.prototype.connect = refuse("connect");

const pyodide = await loadPyodide({ stdLibURL });
pyodide.FS.mkdirTree("/engine");
for (const name of ["postorders.zip", "engine.py", "bundle.json"]) {
  pyodide.FS.writeFile(`/engine/${name}`, readFileSync(join(folder, name)));
}
const found = JSON.parse(
  pyodide.runPython(`
import json, sys
sys.path[:0] = ["/engine/postorders.zip", "/engine"]
from pathlib import Path
from engine import judged
import postorders

Path("/engine/judged.jsonl").write_bytes(judged(Path("/engine/bundle.json").read_text("utf-8")).encode())
json.dumps({
    "python": sys.version.split()[0],
    "platform": sys.platform,
    "from": postorders.__file__,
    "modules": sorted({name.split(".")[0] for name in sys.modules} - set(sys.stdlib_module_names)),
})
`),
);
writeFileSync(join(folder, "judged.jsonl"), pyodide.FS.readFile("/engine/judged.jsonl"));
writeFileSync(join(folder, "facts.json"), JSON.stringify({ ...found, calls }));

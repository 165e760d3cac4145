// Brings every file of the page, verifies it, switches the network off, and only then starts the engine.
const PREFIX = "postorders-check-";
const { build, manifest: vouched } = document.documentElement.dataset;
const home = new URL("./", document.baseURI);
const at = (path) => new URL(path, home).href;
const LOCK =
  "default-src 'none'; script-src 'wasm-unsafe-eval'; worker-src blob:; style-src 'self'; img-src data:; form-action 'none'";
const ENGINE = {
  "worker.js": "worker.js.packed",
  "pyodide.asm.wasm": "python.wasm.packed",
  "policies.json": "policies.json.packed",
  "engine.zip": "engine.zip.packed",
  "python_stdlib.zip": "python.zip",
};

// A file that does not fit its hash; `path` says which.
export class Tampered extends Error {
  constructor(path) {
    super(path);
    this.path = path;
  }
}

async function brought(path, hash) {
  const answer = await fetch(at(path));
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  const bytes = await answer.arrayBuffer();
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  const found = Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
  if (found !== hash) throw new Tampered(path);
  return bytes;
}

async function unpacked(bytes) {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

// The engine's files, ready to use, and every file as it came, for the cache.
async function bring(told) {
  const manifestBytes = await brought("manifest.json", vouched);
  const { files } = JSON.parse(new TextDecoder().decode(manifestBytes));
  const whole = Object.values(ENGINE).reduce((sum, name) => sum + files[`${build}/${name}`].bytes, 0);
  let have = 0;
  const came = new Map([["manifest.json", manifestBytes]]);
  const engine = {};
  await Promise.all(
    Object.entries(ENGINE).map(async ([name, from]) => {
      const path = `${build}/${from}`;
      const bytes = await brought(path, files[path].sha256);
      came.set(path, bytes);
      told((have += bytes.byteLength), whole);
      engine[name] = from.endsWith(".packed") ? await unpacked(bytes) : new Uint8Array(bytes.slice(0));
    }),
  );
  return { files, came, engine };
}

// Whatever else offline use needs. A browser that cannot keep files works all the same, with its network.
async function bringRest(files, came) {
  if (!("serviceWorker" in navigator) || !("caches" in globalThis)) return false;
  try {
    await navigator.serviceWorker.register(at("sw.js"), { scope: home.href });
    if (await caches.match(at("index.html"), { cacheName: PREFIX + build })) return false;
    const rest = Object.keys(files).filter((path) => !came.has(path) && path !== "sw.js");
    await Promise.all(rest.map(async (path) => came.set(path, await brought(path, files[path].sha256))));
    came.set("index.html", await (await fetch(at("index.html"))).arrayBuffer());
    return true;
  } catch (error) {
    if (error instanceof Tampered) throw error;
    return false;
  }
}

async function isKept() {
  return "caches" in globalThis && (await caches.match(at("index.html"))) !== undefined;
}

const TYPES = { js: "text/javascript", css: "text/css", html: "text/html; charset=utf-8", json: "application/json" };

async function keep(came) {
  const cache = await caches.open(PREFIX + build);
  for (const [path, bytes] of came) {
    const type = TYPES[path.split(".").pop()] ?? "application/octet-stream";
    await cache.put(at(path), new Response(bytes, { headers: { "Content-Type": type } }));
  }
  const others = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== PREFIX + build);
  await Promise.all(others.map((name) => caches.delete(name)));
}

// From here on the browser refuses every request of this page, and of the worker that it starts.
function switchOff() {
  const policy = document.createElement("meta");
  policy.httpEquiv = "Content-Security-Policy";
  policy.content = LOCK;
  document.head.append(policy);
}

function started(engine) {
  const { "worker.js": code, ...files } = engine;
  const address = URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
  const worker = new Worker(address, { type: "module" });
  return new Promise((resolve, reject) => {
    worker.onerror = (event) => reject(new Error(event.message || "worker"));
    worker.onmessage = ({ data }) => {
      URL.revokeObjectURL(address);
      if (data.ready) resolve({ worker, sealed: data.sealed });
      else reject(new Error(data.failed));
    };
    worker.postMessage({ files, at: at("manifest.json") }, Object.values(files).map((bytes) => bytes.buffer));
  });
}

// Starts everything. `told(have, whole)` hears of bytes. Gives `ask(request)`, whether the network is off, and a promise
// of whether the page will work offline.
export async function boot(told) {
  if (!globalThis.crypto?.subtle) throw new Error("insecure");
  const { files, came, engine } = await bring(told);
  const toKeep = await bringRest(files, came);
  switchOff();
  const { worker, sealed } = await started(engine);
  const offline = toKeep ? keep(came).then(() => true, () => false) : isKept();
  return { ask: asking(worker), stop: () => worker.terminate(), sealed, offline };
}

function asking(worker) {
  const waiting = new Map();
  let last = 0;
  worker.onmessage = ({ data }) => {
    const { resolve, reject } = waiting.get(data.id);
    waiting.delete(data.id);
    if (data.failed) reject(new Error(data.failed));
    else resolve(JSON.parse(data.answer));
  };
  return (request) =>
    new Promise((resolve, reject) => {
      waiting.set(++last, { resolve, reject });
      worker.postMessage({ id: last, request: JSON.stringify(request) });
    });
}

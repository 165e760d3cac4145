// Brings every file of the page, verifies it, switches the network off, and only then starts the engine.
import { cacheOf, requested } from "./aids.js";
import { at, brought, keep, PREFIX, scope, Tampered, used } from "./files.js";

const { build, manifest: vouched } = document.documentElement.dataset;
const LOCK =
  "default-src 'none'; script-src 'wasm-unsafe-eval'; worker-src blob:; style-src 'self'; img-src data:; form-action 'none'";
const ENGINE = {
  "worker.js": "worker.js.packed",
  "pyodide.asm.wasm": "python.wasm.packed",
  "policies.json": "policies.json.packed",
  "engine.zip": "engine.zip.packed",
  "python_stdlib.zip": "python.zip",
};

// The engine's files, ready to use, and every file as it came, for the cache.
async function bring(told) {
  const manifestBytes = await brought("manifest.json", vouched);
  const { files, reader } = JSON.parse(new TextDecoder().decode(manifestBytes));
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
      engine[name] = await used(bytes, path);
    }),
  );
  return { files, came, engine, reader };
}

// Whatever else offline use needs. A browser that cannot keep files works all the same, with its network.
async function bringRest(files, came, reader) {
  if (!("serviceWorker" in navigator) || !("caches" in globalThis)) return false;
  try {
    await navigator.serviceWorker.register(at("sw.js"), { scope });
    if (await caches.match(at("index.html"), { cacheName: PREFIX + build })) return false;
    const rest = Object.keys(files).filter((path) => !came.has(path) && path !== "sw.js" && !isOf(reader, path));
    await Promise.all(rest.map(async (path) => came.set(path, await brought(path, files[path].sha256))));
    came.set("index.html", await (await fetch(at("index.html"))).arrayBuffer());
    return true;
  } catch (error) {
    if (error instanceof Tampered) throw error;
    return false;
  }
}

const isOf = (folder, path) => folder !== "" && path.startsWith(`${folder}/`);

async function isKept() {
  return "caches" in globalThis && (await caches.match(at("index.html"))) !== undefined;
}

// Keeps this build for offline use, and drops what earlier builds left.
async function keepBuild(came, reader) {
  await keep(PREFIX + build, came);
  const ours = [PREFIX + build, cacheOf(reader)];
  const others = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && !ours.includes(name));
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

// Starts everything. `told(have, whole)` hears of bytes. Gives `ask(request, meanwhile)`, whether the network is off, a
// promise of whether the page will work offline, and the reading aids, to be loaded; null where the page has none.
// `meanwhile` hears what patterns see while a draft is still being read; `halt` gives that reading up.
export async function boot(told) {
  if (!globalThis.crypto?.subtle) throw new Error("insecure");
  const { files, came, engine, reader } = await bring(told);
  const toKeep = await bringRest(files, came, reader);
  const aids = await requested(files, reader);
  switchOff();
  const { worker, sealed } = await started(engine);
  const offline = toKeep ? keepBuild(came, reader).then(() => true, () => false) : isKept();
  const send = sending(worker);
  const said = ({ answer, unread, isStopped }) => ({ ...JSON.parse(answer), unread, isStopped });
  const load = async () => said(await send({ aids: await aids.files() }));
  return {
    ask: async (request, meanwhile) => said(await send({ request: JSON.stringify(request) }, meanwhile)),
    halt: () => worker.postMessage({ stop: true }),
    stop: () => worker.terminate(),
    sealed,
    offline,
    aids: aids && { bytes: aids.bytes, isKept: aids.isKept, load },
  };
}

// A message to the worker, and the promise of its answer.
function sending(worker) {
  const waiting = new Map();
  let last = 0;
  worker.onmessage = ({ data }) => {
    const { resolve, reject, meanwhile } = waiting.get(data.id);
    if (data.meanwhile) return meanwhile?.(JSON.parse(data.meanwhile));
    waiting.delete(data.id);
    if (data.failed) reject(new Error(data.failed));
    else resolve(data);
  };
  return (message, meanwhile) =>
    new Promise((resolve, reject) => {
      waiting.set(++last, { resolve, reject, meanwhile });
      const given = Object.values(message.aids ?? {}).map((bytes) => bytes.buffer);
      worker.postMessage({ id: last, ...message }, given);
    });
}

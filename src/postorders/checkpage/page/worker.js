// The engine: Python with the judge, in a worker whose network the browser has switched off. It is handed verified bytes,
// and later, where the page has them, the reading aids: an encoder whose numbers Python makes sense of.
const PIECES = 512; // in one run of the encoder, after which the page is listened to
const SLOW = 1500; // milliseconds of reading after which what patterns see is shown meanwhile
let reader = null; // the encoder's session, once there is one
let isStopped = false; // whether the draft that is being read has changed since

globalThis.onmessage = async ({ data: { files, at } }) => {
  try {
    const sealed = await isSealed(at);
    const answer = await start(files);
    let last = Promise.resolve();
    // One at a time: a check in several steps is not to meet another.
    globalThis.onmessage = ({ data }) => {
      if (data.stop) isStopped = true;
      if (data.stop) return;
      const ready = data.aids ? opened(data.aids) : Promise.resolve();
      ready.catch(() => undefined);
      last = last.then(() => reply(data, ready, answer));
    };
    globalThis.postMessage({ ready: true, sealed });
  } catch (error) {
    globalThis.postMessage({ failed: String(error) });
  }
};

async function reply({ id, request, aids }, ready, answer) {
  try {
    const said = aids ? await taken(aids, await ready, answer) : await answered(id, request, answer);
    globalThis.postMessage({ id, ...said, requests: performance.getEntriesByType("resource").length });
  } catch (error) {
    globalThis.postMessage({ id, failed: String(error) });
  }
}

// The answer to a request. A check asks the encoder in between; if that fails, patterns alone go on, and it is told.
async function answered(id, request, answer) {
  let said = answer(request);
  if (!reader) return { answer: said };
  isStopped = false;
  const alone = () => answer(JSON.stringify({ ...JSON.parse(request), alone: true }));
  const meanwhile = once(performance.now() + SLOW, () => globalThis.postMessage({ id, meanwhile: alone() }));
  try {
    for (let { batch } = JSON.parse(said); batch; { batch } = JSON.parse(said)) {
      const outputs = await encoded(batch, meanwhile);
      if (isStopped) return { answer: answer('{"do": "stop"}'), isStopped };
      said = answer(JSON.stringify({ do: "read-on", outputs }));
    }
    return { answer: said };
  } catch (error) {
    reader = null;
    answer(JSON.stringify({ do: "no-reader" }));
    return { answer: answer(request), unread: String(error) };
  }
}

// Does something at the first call after a time, and never again.
function once(time, act) {
  let isDone = false;
  return () => {
    if (isDone || performance.now() < time) return;
    isDone = true;
    act();
  };
}

// Opens the encoder. Checks by pattern go on beside it.
async function opened({ "ort.wasm": wasm, "encoder.onnx": encoder }) {
  Object.assign(ort.env.wasm, { wasmBinary: wasm, numThreads: 1, proxy: false });
  ort.env.logLevel = "error";
  const session = await ort.InferenceSession.create(encoder, { executionProviders: ["wasm"] });
  ort.env.wasm.wasmBinary = undefined; // its bytes are no longer needed
  return session;
}

async function taken(aids, session, answer) {
  const text = (name) => new TextDecoder().decode(aids[name]);
  const request = { do: "reader", weights: text("weights.json"), vocabulary: text("vocab.txt") };
  const said = answer(JSON.stringify(request));
  if (!JSON.parse(said).problems) reader = session;
  return { answer: said };
}

// What the encoder says of lists of ids, in their order; unfinished where it was stopped. Lists of one length go
// together, so that none is padded.
async function encoded(batch, meanwhile) {
  const outputs = new Array(batch.length);
  for (const group of alike(batch)) {
    const found = await run(group.map((index) => batch[index]));
    group.forEach((index, row) => (outputs[index] = found[row]));
    meanwhile();
    await new Promise((resolve) => setTimeout(resolve)); // lets a message in
    if (isStopped) break;
  }
  return outputs;
}

function alike(batch) {
  const byLength = new Map();
  batch.forEach(({ length }, index) => byLength.set(length, [...(byLength.get(length) ?? []), index]));
  return [...byLength].sort(([a], [b]) => a - b).flatMap(([length, indexes]) => {
    const most = Math.max(1, Math.floor(PIECES / length));
    return Array.from({ length: Math.ceil(indexes.length / most) }, (_, at) => indexes.slice(at * most, (at + 1) * most));
  });
}

async function run(rows) {
  const [many, length] = [rows.length, rows[0].length];
  const ids = new ort.Tensor("int64", BigInt64Array.from(rows.flat(), BigInt), [many, length]);
  const mask = new ort.Tensor("int64", new BigInt64Array(many * length).fill(1n), [many, length]);
  const { logits, pooled, tags } = await reader.run({ ids, mask });
  const kinds = tags.dims[2];
  return rows.map((_, row) => {
    const part = ({ data }, wide) => Array.from(data.subarray(row * wide, (row + 1) * wide));
    const flat = part(tags, length * kinds);
    const named = Array.from({ length }, (_, at) => flat.slice(at * kinds, (at + 1) * kinds));
    return { logits: part(logits, logits.dims[1]), pooled: part(pooled, pooled.dims[1]), tags: named };
  });
}

// Whether a request to the page's own host is refused, as the page's policy orders.
async function isSealed(at) {
  try {
    await fetch(at, { cache: "no-store" });
    return false;
  } catch {
    return true;
  }
}

async function start(files) {
  const shelf = { "pyodide.asm.wasm": "application/wasm", "python_stdlib.zip": "application/zip" };
  globalThis.fetch = async (what) => {
    const name = String(what).split("/").pop();
    if (!(name in shelf)) throw new Error(`There is no network here: ${name}`);
    return new Response(files[name], { headers: { "Content-Type": shelf[name] } });
  };
  for (const name of ["XMLHttpRequest", "WebSocket", "EventSource", "WebTransport"]) globalThis[name] = undefined;
  const python = await loadPyodide({
    createPyodideModule: _createPyodideModule,
    indexURL: "https://shelf.invalid/",
    lockFileContents: lockFile,
    packageBaseUrl: "https://shelf.invalid/",
    env: { HOME: "/home", PYTHONHASHSEED: "0" },
  });
  python.FS.writeFile("/engine.zip", files["engine.zip"]);
  python.globals.set("bundle", new TextDecoder().decode(files["policies.json"]));
  return python.runPython(`
import sys
sys.path.insert(0, "/engine.zip")
from postorders.checkpage.engine import Engine
engine = Engine(bundle)
del bundle
engine.answer
`);
}

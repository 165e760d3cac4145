// The engine: Python with the judge, in a worker whose network the browser has switched off. It is handed verified bytes.
globalThis.onmessage = async ({ data: { files, at } }) => {
  try {
    const sealed = await isSealed(at);
    const answer = await start(files);
    globalThis.onmessage = ({ data: { id, request } }) => {
      try {
        globalThis.postMessage({ id, answer: answer(request), requests: performance.getEntriesByType("resource").length });
      } catch (error) {
        globalThis.postMessage({ id, failed: String(error) });
      }
    };
    globalThis.postMessage({ ready: true, sealed });
  } catch (error) {
    globalThis.postMessage({ failed: String(error) });
  }
};

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

// Brings files of the page and verifies them: nothing is used that does not fit the hash in the manifest.
export const PREFIX = "postorders-check-";
const home = new URL("./", document.baseURI);
export const at = (path) => new URL(path, home).href;
export const scope = home.href;

// A file that does not fit its hash; `path` says which.
export class Tampered extends Error {
  constructor(path) {
    super(path);
    this.path = path;
  }
}

// The bytes of an answer for a path, verified.
export async function verified(answer, path, hash) {
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  const bytes = await answer.arrayBuffer();
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  const found = Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
  if (found !== hash) throw new Tampered(path);
  return bytes;
}

export const brought = async (path, hash) => verified(await fetch(at(path)), path, hash);

// A file as it is used: unpacked where its name says that it is packed, else a copy.
export async function used(bytes, path) {
  if (!path.endsWith(".packed")) return new Uint8Array(bytes.slice(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

const TYPES = { js: "text/javascript", css: "text/css", html: "text/html; charset=utf-8", json: "application/json" };

// Puts files into a cache of that name, for offline use.
export async function keep(name, came) {
  const cache = await caches.open(name);
  for (const [path, bytes] of came) {
    const type = TYPES[path.split(".").pop()] ?? "application/octet-stream";
    await cache.put(at(path), new Response(bytes, { headers: { "Content-Type": type } }));
  }
}

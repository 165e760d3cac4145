// The reading aids: weights of a small text encoder, and what runs them. They are asked for before the network is
// switched off, and come in while patterns already check the draft. Without them the page works by patterns alone.
import { at, keep, PREFIX, Tampered, used, verified } from "./files.js";

const NAMES = {
  "ort.wasm": "ort.wasm.packed",
  "encoder.onnx": "encoder.onnx.packed",
  "vocab.txt": "vocab.txt.packed",
  "weights.json": "weights.json",
};
const PATIENCE = 5000; // milliseconds for the answers to begin, not for the files to come

export const cacheOf = (folder) => `${PREFIX}reader-${folder}`;

const kept = async (path, cacheName) => ("caches" in globalThis ? caches.match(at(path), { cacheName }) : undefined);

// Asks for the aids in that folder of the page, and waits until the answers have begun: from then on they come in
// though the network is off. Gives null where the page has none.
export async function requested(files, folder) {
  if (!folder) return null;
  const asked = Object.entries(NAMES).map(([name, from]) => {
    const path = `${folder}/${from}`;
    const own = kept(path, cacheOf(folder)).catch(() => undefined);
    const answer = own.then((found) => found ?? fetch(at(path)));
    answer.catch(() => undefined); // told when the aids are loaded
    return { name, path, hash: files[path].sha256, bytes: files[path].bytes, own, answer };
  });
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE));
  await Promise.race([Promise.allSettled(asked.map(({ answer }) => answer)), late]);
  const here = await Promise.all(asked.map(({ own }) => own));
  return {
    bytes: asked.reduce((sum, one) => sum + one.bytes, 0),
    isKept: here.every(Boolean),
    files: () => come(asked, folder),
  };
}

// The aids, verified and ready to use. A damaged file in the browser's own cache is thrown away with the rest there.
async function come(asked, folder) {
  const came = new Map();
  try {
    const whole = asked.map(async ({ name, path, hash, answer }) => {
      const bytes = await verified(await answer, path, hash);
      came.set(path, bytes);
      return [name, await used(bytes, path)];
    });
    const ready = Object.fromEntries(await Promise.all(whole));
    if ("caches" in globalThis) await keep(cacheOf(folder), came).catch(() => undefined);
    return ready;
  } catch (error) {
    if (error instanceof Tampered && "caches" in globalThis) await caches.delete(cacheOf(folder)).catch(() => undefined);
    throw error;
  }
}

// Serves the page from the browser's own cache, so that it starts quickly and without a network. It puts nothing into
// the cache: the page does, after it has verified every file. Requests for anything else pass by untouched.
const PREFIX = "postorders-check-";
const home = new URL("./", self.location);
const index = new URL("index.html", home).href;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== home.origin || !url.pathname.startsWith(home.pathname)) return;
  const path = url.pathname.slice(home.pathname.length);
  if (path === "" || path === "index.html") event.respondWith(newest(event.request));
  else if (/^[0-9a-f]{16}\//.test(path) || path === "manifest.json") event.respondWith(kept(event.request));
});

// The page itself comes from the network where there is one, so that a new policy is met at once.
async function newest(request) {
  const late = new Promise((resolve) => setTimeout(resolve, 3000));
  const asked = fetch(request).then((answer) => (answer.ok ? answer : undefined)).catch(() => undefined);
  return (await Promise.race([asked, late])) ?? (await caches.match(index)) ?? (await asked) ?? Response.error();
}

async function kept(request) {
  const from = new URL(request.url);
  const name = from.pathname.slice(home.pathname.length).split("/")[0];
  if (name !== "manifest.json") return (await caches.match(from.href)) ?? fetch(request);
  return fetch(request).catch(async () => (await caches.match(from.href)) ?? Response.error());
}

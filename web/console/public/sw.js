// The service worker of the console: its page and files work without a network; the API never goes
// through here. The page is asked of the service first, so that a new version is seen at once, but
// kept and shown only with all of its files; files below assets/ never change.
const store = 'console-2';
const index = '/console/';
const list = '/console/manifest.json';
const patience_ms = 3000; // for a new version, where there is one to show
const request_ms = 60_000;

const ask = (address) =>
  fetch(address, { cache: 'no-cache', signal: AbortSignal.timeout(request_ms) });

async function filesOf(manifest) {
  const files = new Set();
  for (const chunk of Object.values(await manifest.json())) {
    for (const file of [chunk.file, ...(chunk.css ?? []), ...(chunk.assets ?? [])])
      files.add(new URL(index + file, self.location.origin).href);
  }
  return files;
}

// Everything that the build made, so that no screen is missing later; then the page. What neither
// this version nor the one before names is dropped: a tab may still show that one.
async function renew() {
  const cache = await caches.open(store);
  const [fresh, kept] = [await ask(index), await cache.match(index)];
  if (!fresh.ok) throw new Error(String(fresh.status));
  const text = await fresh.clone().text();
  if (kept && (await kept.text()) === text) return fresh;
  const manifest = await ask(list);
  if (!manifest.ok) throw new Error(String(manifest.status));
  const before = await cache.match(list);
  const files = await filesOf(manifest.clone());
  const named = [...text.matchAll(/\/console\/assets\/[^"']+/g)].map(([path]) => path);
  // A page and a list of two versions, while the service changes.
  if (named.some((path) => !files.has(new URL(path, self.location.origin).href)))
    throw new Error('versions');
  const missing = [];
  for (const file of files) if (!(await cache.match(file))) missing.push(file);
  await cache.addAll(missing);
  await cache.put(list, manifest);
  await cache.put(index, fresh.clone());
  const old = before ? await filesOf(before) : new Set();
  for (const { url } of await cache.keys()) {
    // The decoder of the camera's pictures is no chunk of the list.
    const isListed = /\/assets\/.*\.(js|css|json)$/.test(url);
    if (isListed && !files.has(url) && !old.has(url)) await cache.delete(url);
  }
  return fresh;
}

async function page(event) {
  const kept = await (await caches.open(store)).match(index);
  const fresh = renew();
  event.waitUntil(fresh.catch(() => undefined));
  if (!kept) return fresh.catch(() => fetch(index));
  const late = new Promise((resolve) => setTimeout(() => resolve(kept), patience_ms));
  return Promise.race([fresh.catch(() => kept), late]);
}

async function file(request) {
  const cache = await caches.open(store);
  const kept = await cache.match(request.url);
  if (kept) return kept;
  const fresh = await fetch(request);
  if (fresh.ok) await cache.put(request.url, fresh.clone());
  return fresh;
}

self.addEventListener('install', (event) => {
  event.waitUntil(renew().then(() => self.skipWaiting()));
});

self.addEventListener('activate', (event) => {
  const clear = async () => {
    for (const name of await caches.keys()) {
      if (name.startsWith('console-') && name !== store) await caches.delete(name);
    }
    await self.clients.claim();
  };
  event.waitUntil(clear());
});

self.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url);
  if (url.origin !== self.location.origin || !url.pathname.startsWith(index)) return;
  if (event.request.mode === 'navigate') event.respondWith(page(event));
  else if (url.pathname.startsWith(`${index}assets/`)) event.respondWith(file(event.request));
});

// The service worker of the console: its page and files work without a network; the API never goes
// through here. The page is asked of the service first, so that a new version is seen at once; files
// below assets/ never change.
const store = 'console-1';
const index = '/console/';

// Everything that the build made, so that no screen is missing later.
async function keepAll() {
  const cache = await caches.open(store);
  const manifest = await (await fetch('/console/manifest.json', { cache: 'no-cache' })).json();
  const files = new Set();
  for (const chunk of Object.values(manifest)) {
    for (const file of [chunk.file, ...(chunk.css ?? []), ...(chunk.assets ?? [])])
      files.add(index + file);
  }
  const missing = [];
  for (const file of files) if (!(await cache.match(file))) missing.push(file);
  await cache.addAll(missing);
}

async function page(event) {
  const cache = await caches.open(store);
  try {
    const fresh = await fetch(index, { cache: 'no-cache' });
    if (!fresh.ok) throw new Error(String(fresh.status));
    await cache.put(index, fresh.clone());
    event.waitUntil(keepAll().catch(() => undefined));
    return fresh;
  } catch (error) {
    const kept = await cache.match(index);
    if (kept) return kept;
    throw error;
  }
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
  const first = async () => {
    await (await caches.open(store)).add(new Request(index, { cache: 'no-cache' }));
    await keepAll();
    await self.skipWaiting();
  };
  event.waitUntil(first());
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

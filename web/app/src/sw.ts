// The service worker: the app's files, from the cache alone, so that a start needs no network. The
// build puts their list and a version in (build/plugin.ts), hence every release is another worker. A
// new one waits until the page says that nothing is being scanned or written (update.svelte.ts).

type Extendable = Event & { waitUntil(work: Promise<unknown>): void };
type Fetching = Extendable & { request: Request; respondWith(answer: Promise<Response>): void };
type Told = Extendable & { data: unknown };

const worker = self as unknown as {
  location: Location;
  skipWaiting(): Promise<void>;
  clients: { claim(): Promise<void> };
  addEventListener(type: 'install' | 'activate', act: (event: Extendable) => void): void;
  addEventListener(type: 'fetch', act: (event: Fetching) => void): void;
  addEventListener(type: 'message', act: (event: Told) => void): void;
};

const files = '__FILES__' as unknown as string[];
const prefix = 'ocop-app-';
const cacheName = `${prefix}__VERSION__`;
const shell = '/app/index.html';

async function fill() {
  const cache = await caches.open(cacheName);
  // All or nothing; past the browser's own cache, which may hold an older index.html.
  await cache.addAll(files.map((path) => new Request(path, { cache: 'reload' })));
}

async function dropOthers() {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith(prefix) && name !== cacheName);
  await Promise.all(old.map((name) => caches.delete(name)));
  await worker.clients.claim();
}

async function answer(request: Request, path: string): Promise<Response> {
  const cache = await caches.open(cacheName);
  const found = await cache.match(files.includes(path) ? path : shell);
  // Only where somebody emptied the cache.
  return found ?? fetch(request);
}

worker.addEventListener('install', (event) => event.waitUntil(fill()));
worker.addEventListener('activate', (event) => event.waitUntil(dropOthers()));
worker.addEventListener('message', (event) => {
  if (event.data === 'take-over') event.waitUntil(worker.skipWaiting());
});
worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== worker.location.origin) return;
  const isPage = request.mode === 'navigate' && url.pathname.startsWith('/app/');
  if (isPage || files.includes(url.pathname)) event.respondWith(answer(request, url.pathname));
});

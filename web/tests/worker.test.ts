// The service worker of the console, with caches and a network of this test.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { runInNewContext } from 'node:vm';

const source = readFileSync(join(import.meta.dirname, '../console/public/sw.js'), 'utf8');
const origin = 'https://localhost';

type Network = Record<string, () => Response | Promise<Response>>;
type Event = {
  request?: { url: string; mode: string };
  waitUntil(work: Promise<unknown>): void;
  respondWith(answer: Promise<Response>): void;
};

class Cache {
  readonly entries = new Map<string, Response>();
  readonly #fetch: (address: string) => Promise<Response>;
  constructor(load: (address: string) => Promise<Response>) {
    this.#fetch = load;
  }
  async match(address: string) {
    return this.entries.get(new URL(address, origin).href)?.clone();
  }
  async put(address: string, response: Response) {
    this.entries.set(new URL(address, origin).href, response);
  }
  async addAll(addresses: string[]) {
    const all = await Promise.all(addresses.map((one) => this.#fetch(one)));
    if (all.some((one) => !one.ok)) throw new TypeError('addAll');
    for (const [n, one] of all.entries()) await this.put(addresses[n]!, one);
  }
  async keys() {
    return [...this.entries.keys()].map((url) => ({ url }));
  }
  async delete(address: string) {
    return this.entries.delete(new URL(address, origin).href);
  }
}

// A version of the console: its page names its first file, its list names all.
function version(name: string, more: string[] = []): Network {
  const files = [`assets/${name}.js`, ...more];
  return {
    '/console/': () => new Response(`<script src="/console/assets/${name}.js">`),
    '/console/manifest.json': () => Response.json(files.map((file) => ({ file }))),
    ...Object.fromEntries(files.map((file) => [`/console/${file}`, () => new Response(file)])),
  };
}

class Browser {
  network: Network = {};
  #late: (() => void)[] = [];
  readonly #listeners = new Map<string, (event: Event) => void>();
  readonly #load = async (address: string) => {
    const answer = this.network[new URL(address, origin).pathname];
    if (!answer) throw new TypeError('no network');
    return answer();
  };
  readonly cache = new Cache(this.#load);

  constructor(network: Network) {
    this.network = network;
    const self = {
      location: { origin },
      addEventListener: (type: string, heard: (event: Event) => void) =>
        this.#listeners.set(type, heard),
      skipWaiting: async () => undefined,
      clients: { claim: async () => undefined },
    };
    runInNewContext(source, {
      self,
      caches: { open: async () => this.cache, keys: async () => [] },
      fetch: this.#load,
      setTimeout: (done: () => void) => this.#late.push(done),
      AbortSignal,
      URL,
      Set,
      Promise,
    });
  }

  passPatience() {
    for (const done of this.#late.splice(0)) done();
  }

  async install() {
    let work: Promise<unknown> = Promise.resolve();
    const event = { waitUntil: (w: Promise<unknown>) => (work = w), respondWith: () => undefined };
    this.#listeners.get('install')!(event);
    await work;
  }

  // What the page is, and when its work behind the screen is done.
  open() {
    let shown: Promise<Response> | undefined;
    let work: Promise<unknown> = Promise.resolve();
    this.#listeners.get('fetch')!({
      request: { url: `${origin}/console/lots`, mode: 'navigate' },
      waitUntil: (w) => (work = w),
      respondWith: (answer) => (shown = answer),
    });
    return { shown: shown!.then((answer) => answer.text()), work: () => work };
  }

  files() {
    return [...this.cache.entries.keys()]
      .filter((url) => url.includes('assets'))
      .map((url) => url.replace(`${origin}/console/assets/`, ''))
      .sort();
  }
}

test('a new version is shown at once, with all its files kept', async () => {
  const browser = new Browser(version('a'));
  await browser.install();
  browser.network = version('b', ['assets/lots.js']);
  assert.match(await browser.open().shown, /b\.js/);
  assert.deepEqual(browser.files(), ['a.js', 'b.js', 'lots.js']);
  browser.network = {};
  assert.match(await browser.open().shown, /b\.js/);
});

test('a new version of which a file cannot be had does not take the place of the old one', async () => {
  const browser = new Browser(version('a'));
  await browser.install();
  const { '/console/assets/lots.js': _, ...cut } = version('b', ['assets/lots.js']);
  browser.network = cut;
  assert.match(await browser.open().shown, /a\.js/);
  browser.network = {};
  assert.match(await browser.open().shown, /a\.js/);
});

test('a page and a list of two versions are not mixed', async () => {
  const browser = new Browser(version('a'));
  await browser.install();
  browser.network = { ...version('a'), '/console/': version('b')['/console/']! };
  assert.match(await browser.open().shown, /a\.js/);
});

test('a network that does not answer holds nobody up who has the console', async () => {
  const browser = new Browser(version('a'));
  await browser.install();
  browser.network = { '/console/': () => new Promise(() => undefined) };
  const opened = browser.open();
  await new Promise((resolve) => setImmediate(resolve));
  browser.passPatience();
  assert.match(await opened.shown, /a\.js/);
});

test('files of versions before the last are dropped', async () => {
  const browser = new Browser(version('a'));
  await browser.install();
  for (const name of ['b', 'c']) {
    browser.network = version(name);
    const opened = browser.open();
    await opened.shown;
    await opened.work();
  }
  assert.deepEqual(browser.files(), ['b.js', 'c.js']);
});

test('nothing is installed while a file is missing', async () => {
  const { '/console/assets/a.js': _, ...cut } = version('a');
  const browser = new Browser(cut);
  await assert.rejects(browser.install());
  assert.equal(await browser.cache.match('/console/'), undefined);
});

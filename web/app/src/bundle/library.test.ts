// Keeping and renewing the bundle, against a service that serves tests/vectors.
import assert from 'node:assert/strict';
import test from 'node:test';
import { Service } from '../service/client.ts';
import { fromHex, utf8 } from '../stamp/bytes.ts';
import { parseSerial } from '../stamp/serial.ts';
import { readVector } from '../stamp/vectors.ts';
import { MemoryTable } from '../storage/table.ts';
import { ValueStore } from '../storage/values.ts';
import { Library } from './library.ts';

const vector = readVector<{ root_key: string; file: string; filters: Record<string, string> }>(
  'bundle-1.json',
);
const hashes = Object.keys(vector.filters);

const date = 'Thu, 26 Nov 2026 03:00:00 GMT';
const told_at = Date.parse(date);

function rig(answer: (path: string) => Response | undefined = () => undefined) {
  const asked: string[] = [];
  const service = new Service(async (path, init) => {
    asked.push(path);
    const given = answer(path);
    if (given) return given;
    if (path === '/api/v1/bundle') {
      const tag = new Headers(init.headers).get('If-None-Match');
      if (tag !== null) return new Response(null, { status: 304, headers: { Date: date } });
      return new Response(utf8(vector.file), { headers: { ETag: '"1"', Date: date } });
    }
    const hash = path.split('/').at(-1)!;
    return new Response(fromHex(vector.filters[hash]!)!);
  });
  const values = new ValueStore(new MemoryTable());
  const filters = new MemoryTable<string, ArrayBuffer>();
  return { asked, values, filters, library: new Library(service, values, filters), service };
}

test('a bundle is fetched with its filters, kept, found again, and asked for by its tag', async () => {
  const { asked, values, filters, library, service } = rig();
  assert.deepEqual(await library.update(), { kind: 'new', missing: 0, told_at });
  assert.equal((await filters.all()).length, hashes.length);
  const again = new Library(service, values, filters);
  assert.equal(await again.open(), undefined);
  assert.equal(again.bundle!.head.log_size, 120);
  const lot = again.bundle!.lot('09520000100018', 'L2611D')!;
  assert.ok(await again.findFilters(lot));
  asked.length = 0;
  assert.deepEqual(await again.update(), { kind: 'same', missing: 0, told_at });
  assert.deepEqual(asked, ['/api/v1/bundle']);
});

test('a filter that did not come leaves the bundle usable, and is fetched the next time', async () => {
  let isCut = true;
  const { library } = rig((path) => {
    if (isCut && path.endsWith(hashes[0]!)) throw new TypeError('cut off');
    return undefined;
  });
  const first = await library.update();
  assert.ok(first.kind === 'new' && first.missing > 0);
  isCut = false;
  assert.deepEqual(await library.update(), { kind: 'same', missing: 0, told_at });
});

test('no network and no session leave the old bundle', async () => {
  let status = 0;
  const { library } = rig(() => {
    if (status === 1) throw new TypeError('no network');
    return status === 0 ? undefined : new Response('{}', { status });
  });
  await library.update();
  status = 1;
  assert.deepEqual(await library.update(), { kind: 'later', problem: 'offline' });
  status = 401;
  assert.deepEqual(await library.update(), { kind: 'sign_in' });
  assert.ok(library.bundle);
});

test('a bundle that was changed on the way, or on the device, is refused', async () => {
  const forged = vector.file.replace('"lost"', '"loss"');
  const other = rig((path) => (path === '/api/v1/bundle' ? new Response(utf8(forged)) : undefined));
  assert.deepEqual(await other.library.update(), { kind: 'refused', fault: 'bundle_body_wrong' });
  const { values, filters, library, service } = rig();
  await library.update();
  await values.put('bundle', { file: utf8(forged).buffer, etag: '"1"', fetched_at: '' });
  const opened = new Library(service, values, filters);
  assert.equal(await opened.open(), 'bundle_body_wrong');
  assert.equal(opened.bundle, undefined);
});

test('another list key than the first is refused where no root is known', async () => {
  const { values, library } = rig();
  await values.put('list_key', 'another');
  assert.deepEqual(await library.update(), { kind: 'refused', fault: 'list_key_changed' });
});

test('a bundle that was there before the root is known is held against the root, then', async () => {
  const { values, library } = rig();
  await library.update();
  assert.equal(library.bundle!.rootChecked, false);
  const device = { id: 'a', name: 'a', account: 'a', enrolled_at: '', key: {} as CryptoKey };
  await values.put('device', { ...device, root_key: vector.root_key });
  assert.deepEqual(await library.update(), { kind: 'same', missing: 0, told_at });
  assert.equal(library.bundle!.rootChecked, true);
});

test('a stamp that a newer bundle calls void is void at once, under the same filter file', async () => {
  const { library } = rig();
  await library.update();
  const serial = parseSerial('2ZAPQ5E7JE')!;
  const lot = library.bundle!.lot('09520000100018', 'L2611A')!;
  const before = (await library.findFilters(lot))!.find(serial)!;
  assert.ok(before.activated !== undefined && before.voided === undefined);
  const newer = structuredClone(lot);
  for (const order of newer.orders!) {
    order.void = [...(order.void ?? []), { reason: 'lost', count: 1, serials: ['2ZAPQ5E7JE'] }];
  }
  assert.equal((await library.findFilters(newer))!.find(serial)!.voided, 'lost');
});

test('a second factor that is missing is told apart from a session that is', async () => {
  const body = JSON.stringify({ type: 'urn:ocop:problem:second_factor_required' });
  const { library } = rig(() => new Response(body, { status: 403 }));
  const problem = 'second_factor_required';
  assert.deepEqual(await library.update(), { kind: 'sign_in', problem });
});

test('a bundle that another tab fetched is taken over, not asked for by its tag and left', async () => {
  const { values, library } = rig();
  await library.update();
  const first = library.bundle;
  const stored = (await values.get('bundle'))!;
  // As another tab would: a newer bundle under a newer tag, that the service then answers 304 to.
  await values.put('bundle', { ...stored, etag: '"2"' });
  await library.update();
  assert.notEqual(library.bundle, first);
});

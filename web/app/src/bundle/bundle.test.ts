// Bundle and filters against tests/vectors, and the filter against an exact set.
import assert from 'node:assert/strict';
import test from 'node:test';
import { type Bytes, concat, fromHex, toBase64url, utf8 } from '../stamp/bytes.ts';
import { parseSerial } from '../stamp/serial.ts';
import { readVector } from '../stamp/vectors.ts';
import { Bundle, readBundle } from './bundle.ts';
import { placeOf, readFilters } from './filter.ts';
import { filterFile, filterOf } from './filter_builder.ts';

type BundleVector = { root_key: string; file: string; filters: Record<string, string> };
type FuseVector = {
  filters: {
    count: number;
    keys: string[];
    file: string;
    hash?: string;
    places?: number[];
    fingerprint?: string;
  }[];
};

const vector = readVector<BundleVector>('bundle-1.json');
// A good point, and not the root's.
const { public_point } = readVector<{ public_point: string }>('stamp-1.json');
const otherKey = toBase64url(fromHex(public_point)!);

async function fileFault(file: Bytes, ...more: [string?, Parameters<typeof readBundle>[2]?]) {
  const read = await readBundle(file, ...more);
  return 'fault' in read ? read.fault : 'none';
}

async function good(): Promise<Bundle> {
  const read = await readBundle(utf8(vector.file), vector.root_key);
  assert.ok('bundle' in read);
  return read.bundle;
}

test('the worked bundle reads under the root, and says what it is', async () => {
  const bundle = await good();
  assert.equal(bundle.head.log_size, 120);
  assert.ok(bundle.rootChecked);
  assert.equal(bundle.lot('09520000100018', 'L2611A')!.orders!.length, 4);
  assert.equal(bundle.certificateOn('25-08620-02-2023', '2026-11-26')!.id, '25-08620-02-2023.02');
  const unchecked = await readBundle(utf8(vector.file));
  assert.ok('bundle' in unchecked && !unchecked.bundle.rootChecked);
});

test('another root, another key, another body and an older bundle are refused', async () => {
  const file = utf8(vector.file);
  assert.equal(await fileFault(file, otherKey), 'trust_root_mismatch');
  const changed = utf8(vector.file.replace('"lost"', '"loss"'));
  assert.equal(await fileFault(changed, vector.root_key), 'bundle_body_wrong');
  assert.equal(await fileFault(utf8(vector.file + ' '), vector.root_key), 'bundle_body_wrong');
  const { held } = await good();
  assert.equal(await fileFault(file, vector.root_key, held), 'none');
  for (const newer of [
    { ...held, log_size: 121 },
    { ...held, issued_at: '2026-11-26T02:00:01Z' },
    { ...held, trust_version: 119 },
  ]) {
    assert.equal(await fileFault(file, vector.root_key, newer), 'bundle_older');
  }
});

test('a head whose payload was changed is refused, whatever it says', async () => {
  const [head = '', body = ''] = vector.file.split('\n');
  const envelope = JSON.parse(head) as { payload: string };
  const payload = JSON.parse(atob(envelope.payload)) as object;
  const forged = btoa(JSON.stringify({ ...payload, issued_at: '2026-12-26T02:00:00Z' }))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');
  const file = `${JSON.stringify({ ...envelope, payload: forged })}\n${body}`;
  assert.equal(await fileFault(utf8(file), vector.root_key), 'bundle_signature_wrong');
});

test('no truncation of the bundle is taken', async () => {
  const file = utf8(vector.file);
  for (let length = 0; length < file.length; length += 7) {
    assert.notEqual(await fileFault(file.slice(0, length), vector.root_key), 'none', `${length}`);
  }
});

test('the published filters hold their keys, at the published places', () => {
  for (const row of readVector<FuseVector>('bundle-fuse16.json').filters) {
    const [filter] = readFilters(fromHex(row.file)!)!;
    for (const key of row.keys) assert.ok(filter!.has(parseSerial(key)!), key);
    if (row.count === 0) continue;
    const place = placeOf(
      parseSerial(row.keys[0]!)!,
      filter!.seed,
      filter!.length,
      filter!.segments,
    );
    assert.equal(place.hash.toString(16).padStart(16, '0'), row.hash);
    assert.deepEqual(place.places, row.places);
    assert.equal(place.fingerprint.toString(16).padStart(4, '0'), row.fingerprint);
  }
});

// Serials spread over 50 bits, the same in each run.
function serials(from: number, count: number): number[] {
  const step = 0x2545f4914f6cd; // odd: a walk through all 2^50
  return Array.from({ length: count }, (_, i) =>
    Number((BigInt(from + i) * BigInt(step)) & ((1n << 50n) - 1n)),
  );
}

test('filters of every size up to 300, and of 20,000, hold exactly their keys but for 1 in 65,536', () => {
  const strangers = serials(5_000_000, 100);
  for (let count = 0; count <= 300; count += 1) {
    const keys = serials(1, count);
    const [filter] = readFilters(filterFile([filterOf(keys)]))!;
    assert.ok(
      keys.every((key) => filter!.has(key)),
      `${count}`,
    );
    assert.ok(strangers.filter((key) => filter!.has(key)).length <= 2, `${count}`);
  }
  const keys = serials(1, 20_000);
  const file = filterFile([filterOf(keys)]);
  const [filter] = readFilters(file)!;
  assert.ok(keys.every((key) => filter!.has(key)));
  const wrong = serials(1_000_000, 400_000).filter((key) => filter!.has(key)).length;
  console.log(
    `20,000 keys: ${((file.length * 8) / 20_000).toFixed(1)} bits each, ${wrong} wrong of 400,000`,
  );
  assert.ok(wrong <= 20, `${wrong}: 6 are expected`);
});

test('no truncation of a filter file, and no length that does not fit, is taken', () => {
  const file = filterFile([filterOf(serials(1, 40)), filterOf([]), filterOf(serials(9, 3))]);
  assert.equal(readFilters(file)!.length, 3);
  assert.equal(readFilters(concat(file, file.slice(0, 1))), undefined);
  for (let length = 0; length < file.length; length += 1) {
    assert.equal(readFilters(file.slice(0, length)), undefined, `${length}`);
  }
  for (const [at, value] of [
    [0, 88],
    [11, 4],
    [22, 3],
    [23, 0],
    [27, 255],
    [24, 255],
  ] as const) {
    const other = file.slice();
    other[at] = value;
    assert.equal(readFilters(other), undefined, `${at}`);
  }
});

// The queue against a service that may be cut off before it hears and before it answers.
import assert from 'node:assert/strict';
import test from 'node:test';
import { Service } from '../service/client.ts';
import { fromBase64url } from '../stamp/bytes.ts';
import { importKey, isSignedBy } from '../stamp/signature.ts';
import { MemoryTable } from '../storage/table.ts';
import { type Device, deviceBytes, makeKey } from './device.ts';
import type { Draft, Sent } from './inspection.ts';
import { type Entry, memoryLock, Queue } from './queue.ts';
import { type Photo, sync, type SyncParts } from './sync.ts';

const draft = (lot: string, photos: string[] = []): Draft => ({
  gtin: '09520000100018',
  lot,
  place: 'Chợ',
  findings: 'Không có gì',
  verified: [],
  photos,
  action: { kind: 'warn', reason: 'Nhắc nhở' },
});

// As POST /api/v1/inspections: by account, device and sequence, and by Idempotency-Key.
class Recorder {
  readonly records = new Map<number | string, { body: string; key: string; signature: string }>();
  readonly blobs = new Set<string>();
  signedIn = true;
  account = 'a';
  refuse: ((sent: Sent) => [number, string] | undefined) | undefined;

  async serve(path: string, init: RequestInit): Promise<Response> {
    const headers = new Headers(init.headers);
    const problem = (status: number, slug: string) =>
      new Response(JSON.stringify({ type: `urn:ocop:problem:${slug}` }), { status });
    if (!this.signedIn) return problem(401, 'session_missing');
    if (path === '/api/v1/account')
      return Response.json({ session: { csrf: 'token', account: this.account } });
    if (headers.get('X-CSRF-Token') !== 'token') return problem(403, 'cross_site');
    if (path === '/api/v1/blobs') {
      this.blobs.add(headers.get('Content-Digest')!);
      return Response.json({}, { status: 201 });
    }
    const body = init.body as string;
    const sent = JSON.parse(body) as Sent;
    const refusal = this.refuse?.(sent);
    if (refusal) return problem(...refusal);
    const before = this.records.get(sent.sequence);
    if (before && before.body !== body) return problem(409, 'sequence_taken');
    const key = headers.get('Idempotency-Key')!;
    this.records.set(sent.sequence, { body, key, signature: headers.get('Device-Signature')! });
    return Response.json({ id: `i${sent.sequence}`, done: true }, { status: 201 });
  }
}

async function rig(recorder: Recorder, cut: () => 'none' | 'before' | 'after' = () => 'none') {
  const pair = await makeKey();
  const device: Device = {
    id: 'may-01',
    name: 'Máy',
    account: 'a',
    enrolled_at: '2026-11-26T00:00:00Z',
    key: pair.key,
  };
  const service = new Service(async (path, init) => {
    const where = cut();
    if (where === 'before') throw new TypeError('no network');
    const response = await recorder.serve(path, init);
    if (where === 'after') throw new TypeError('cut off');
    return response;
  });
  const table = new MemoryTable<string, Entry>();
  const queue = new Queue(table, memoryLock());
  const photos = new MemoryTable<string, Photo>();
  const parts: SyncParts = {
    service,
    queue,
    photos,
    device: () => Promise.resolve(device),
    lock: memoryLock(),
    now: () => Date.parse('2026-11-26T05:00:00Z'),
  };
  return { device, queue, photos, parts, publicKey: pair.publicKey };
}

test('an inspection is signed by a key that cannot be taken out, over what is sent', async () => {
  const recorder = new Recorder();
  const { device, queue, parts, publicKey } = await rig(recorder);
  await assert.rejects(crypto.subtle.exportKey('pkcs8', device.key));
  for (let i = 0; i < 8; i += 1) await queue.record(device, draft(`L${i}`), 1000 * i);
  assert.deepEqual(await sync(parts), { kind: 'done', sent: 8, refused: 0, others: 0 });
  const verifier = (await importKey(publicKey))!;
  for (const { body, key, signature } of recorder.records.values()) {
    const bytes = await deviceBytes('may-01', key, body);
    // With low s alone: eight of eight would be chance once in 256.
    assert.ok(await isSignedBy(verifier, bytes, fromBase64url(signature)!));
  }
});

test('numbers are without gaps, also of inspections recorded at once', async () => {
  const { device, queue } = await rig(new Recorder());
  await Promise.all(['A', 'B', 'C', 'D'].map((lot) => queue.record(device, draft(lot), 0)));
  const entries = await queue.entries();
  assert.deepEqual(
    entries.map((entry) => entry.sequence),
    [1, 2, 3, 4],
  );
});

test('a network cut anywhere, a thousand times, leaves each inspection recorded once, in order', async () => {
  let state = 1;
  const random = () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
  const recorder = new Recorder();
  const cut = () => (random() < 0.35 ? 'before' : random() < 0.5 ? 'after' : 'none');
  const { device, queue, parts } = await rig(recorder, cut);
  for (let i = 0; i < 40; i += 1) await queue.record(device, draft(`L${i}`), i);
  let rounds = 0;
  while ((await queue.waiting()).length > 0 && rounds < 1000) {
    rounds += 1;
    const end = await sync(parts);
    assert.ok(end.kind === 'done' || (end.kind === 'later' && end.problem === 'offline'));
  }
  assert.ok(rounds > 20, `${rounds}`);
  const lots = [...recorder.records.values()].map(({ body }) => (JSON.parse(body) as Sent).lot);
  assert.deepEqual(
    lots,
    Array.from({ length: 40 }, (_, i) => `L${i}`),
  );
  assert.ok((await queue.entries()).every((entry) => entry.state === 'sent'));
});

test('two syncs at once send each inspection once', async () => {
  const recorder = new Recorder();
  let posts = 0;
  recorder.refuse = () => void (posts += 1);
  const { device, queue, parts } = await rig(recorder);
  for (const lot of ['A', 'B', 'C']) await queue.record(device, draft(lot), 0);
  await Promise.all([sync(parts), sync(parts), sync(parts)]);
  assert.equal(posts, 3);
});

test('a number that the service knows for another entry gives way to the next one', async () => {
  const recorder = new Recorder();
  recorder.records.set(1, { body: 'x', key: 'x', signature: '' });
  recorder.records.set(2, { body: 'y', key: 'y', signature: '' });
  const { device, queue, parts } = await rig(recorder);
  await queue.record(device, draft('A'), 7000);
  assert.deepEqual(await sync(parts), { kind: 'done', sent: 1, refused: 0, others: 0 });
  assert.deepEqual(
    (await queue.entries()).map((entry) => entry.state),
    ['renumbered', 'renumbered', 'sent'],
  );
  const sent = JSON.parse(recorder.records.get(3)!.body) as Sent;
  assert.equal(sent.lot, 'A');
  assert.equal(sent.at, '1970-01-01T00:00:07.000Z');
});

test('what is refused is kept with its reason, and what comes after it is sent', async () => {
  const recorder = new Recorder();
  recorder.refuse = (sent) => (sent.lot === 'A' ? [404, 'lot_not_found'] : undefined);
  const { device, queue, parts } = await rig(recorder);
  await queue.record(device, draft('A'), 0);
  await queue.record(device, draft('B'), 0);
  assert.deepEqual(await sync(parts), { kind: 'done', sent: 1, refused: 1, others: 0 });
  const [refused] = await queue.entries();
  assert.equal(refused!.problem, 'lot_not_found');
  recorder.refuse = undefined;
  await queue.retry(refused!);
  assert.deepEqual(await sync(parts), { kind: 'done', sent: 1, refused: 0, others: 0 });
});

test('nobody signed in, a device that was revoked and a busy service stop, and lose nothing', async () => {
  const recorder = new Recorder();
  const { device, queue, parts } = await rig(recorder);
  await queue.record(device, draft('A'), 0);
  recorder.signedIn = false;
  assert.deepEqual(await sync(parts), { kind: 'sign_in', waiting: 1 });
  recorder.signedIn = true;
  recorder.refuse = () => [422, 'device_revoked'];
  assert.deepEqual(await sync(parts), { kind: 'device', waiting: 1, problem: 'device_revoked' });
  recorder.refuse = () => [503, 'overloaded'];
  assert.deepEqual(await sync(parts), { kind: 'later', waiting: 1, problem: 'overloaded' });
  recorder.refuse = undefined;
  assert.deepEqual(await sync(parts), { kind: 'done', sent: 1, refused: 0, others: 0 });
});

test('what a device signed before it was revoked and enrolled anew does not stand in the way', async () => {
  const recorder = new Recorder();
  const { device, queue, parts } = await rig(recorder);
  await queue.record({ ...device, id: 'may-00' }, draft('A'), 0);
  await queue.record(device, draft('B'), 0);
  recorder.refuse = (sent) => (sent.device === 'may-00' ? [422, 'device_revoked'] : undefined);
  assert.deepEqual(await sync(parts), { kind: 'done', sent: 1, refused: 1, others: 0 });
  const [old] = await queue.entries();
  assert.deepEqual(
    [old!.device, old!.state, old!.problem],
    ['may-00', 'refused', 'device_revoked'],
  );
});

test('photos go first, by their hash, and leave the device when nothing waits for them', async () => {
  const recorder = new Recorder();
  const { device, queue, photos, parts } = await rig(recorder);
  const hash = 'ab'.repeat(32);
  await photos.put(hash, { bytes: new ArrayBuffer(4), type: 'image/jpeg' });
  await queue.record(device, draft('A', [hash]), 0);
  await queue.record(device, draft('B', [hash]), 0);
  recorder.refuse = (sent) => (sent.lot === 'B' ? [503, 'overloaded'] : undefined);
  await sync(parts);
  assert.equal((await photos.all()).length, 1);
  recorder.refuse = undefined;
  await sync(parts);
  assert.equal((await photos.all()).length, 0);
  assert.deepEqual(
    [...recorder.blobs],
    [`sha-256=:${Buffer.from(hash, 'hex').toString('base64')}:`],
  );
});

test("what one person recorded waits for that person, and does not stand in another one's way", async () => {
  const recorder = new Recorder();
  const { device, queue, parts } = await rig(recorder);
  await queue.record(device, draft('A'), 0);
  await queue.record({ ...device, id: 'may-02', account: 'b' }, draft('B'), 0);
  recorder.account = 'b';
  assert.deepEqual(await sync(parts), { kind: 'done', sent: 1, refused: 0, others: 1 });
  assert.deepEqual(
    (await queue.waiting()).map((entry) => entry.account),
    ['a'],
  );
  recorder.account = 'a';
  assert.deepEqual(await sync(parts), { kind: 'done', sent: 1, refused: 0, others: 0 });
});

test('a draft that is signed twice is recorded once', async () => {
  const { device, queue } = await rig(new Recorder());
  const signed = await Promise.all([
    queue.record(device, draft('A'), 0, 'd1'),
    queue.record(device, draft('A'), 1, 'd1'),
    queue.record(device, draft('B'), 2, 'd2'),
  ]);
  assert.deepEqual(
    signed.map(({ sequence }) => sequence),
    [1, 1, 2],
  );
  assert.equal((await queue.entries()).length, 2);
});

test('a number that gives way does so at once with the next one: one write', async () => {
  const { device } = await rig(new Recorder());
  class Table extends MemoryTable<string, Entry> {
    writes = 0;
    override async put(key: string, value: Entry) {
      this.writes += 1;
      await super.put(key, value);
    }
    override async putAll(rows: [string, Entry][]) {
      this.writes += 1;
      await super.putAll(rows);
    }
  }
  const table = new Table();
  const queue = new Queue(table, memoryLock());
  const entry = await queue.record(device, draft('A'), 0);
  assert.equal(table.writes, 1);
  await queue.renumber(device, entry);
  assert.equal(table.writes, 2);
  assert.deepEqual(
    (await queue.entries()).map(({ state }) => state),
    ['renumbered', 'waiting'],
  );
});

test('what a device that is no longer taken recorded is refused, shown, and signed anew by this one', async () => {
  const recorder = new Recorder();
  const { device, queue, parts } = await rig(recorder);
  const revoked = { ...device, id: 'may-00' };
  await queue.record(revoked, draft('A'), 5000);
  await queue.record(device, draft('B'), 0);
  recorder.refuse = (sent) => (sent.device === 'may-00' ? [422, 'device_revoked'] : undefined);
  assert.deepEqual(await sync(parts), { kind: 'done', sent: 1, refused: 1, others: 0 });
  const old = (await queue.entries()).find((entry) => entry.device === 'may-00')!;
  assert.deepEqual([old.state, old.problem], ['refused', 'device_revoked']);
  await queue.renew(device, old);
  assert.deepEqual(await sync(parts), { kind: 'done', sent: 1, refused: 0, others: 0 });
  const sent = JSON.parse(recorder.records.get(2)!.body) as Sent;
  assert.deepEqual([sent.lot, sent.device, sent.at], ['A', 'may-01', '1970-01-01T00:00:05.000Z']);
});

test('a device that is no longer taken holds up its own inspections alone', async () => {
  const recorder = new Recorder();
  const { device, queue, parts } = await rig(recorder);
  await queue.record(device, draft('A'), 0);
  await queue.record({ ...device, id: 'may-02' }, draft('B'), 0);
  recorder.refuse = (sent) => (sent.device === 'may-01' ? [422, 'device_revoked'] : undefined);
  assert.deepEqual(await sync(parts), { kind: 'device', waiting: 1, problem: 'device_revoked' });
  assert.deepEqual(
    (await queue.entries()).map(({ state }) => state),
    ['waiting', 'sent'],
  );
});

test('a second factor that is missing waits for the person, and refuses nothing', async () => {
  const recorder = new Recorder();
  const { device, queue, parts } = await rig(recorder);
  await queue.record(device, draft('A'), 0);
  recorder.refuse = () => [403, 'second_factor_required'];
  const problem = 'second_factor_required';
  assert.deepEqual(await sync(parts), { kind: 'sign_in', waiting: 1, problem });
  assert.equal((await queue.waiting()).length, 1);
});

test('photos of what was refused stay for the next try', async () => {
  const recorder = new Recorder();
  const { device, queue, photos, parts } = await rig(recorder);
  const hash = 'ab'.repeat(32);
  await photos.put(hash, { bytes: new ArrayBuffer(4), type: 'image/jpeg' });
  await queue.record(device, draft('A', [hash]), 0);
  await queue.record(device, draft('B', [hash]), 0);
  recorder.refuse = (sent) => (sent.lot === 'A' ? [404, 'lot_not_found'] : undefined);
  await sync(parts);
  assert.equal((await photos.all()).length, 1);
});

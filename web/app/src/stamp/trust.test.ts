// The trust list under keys of the test: what is refused, and as what.
import assert from 'node:assert/strict';
import test from 'node:test';
import { toBase64url, utf8 } from './bytes.ts';
import { sign } from './signature.ts';
import { findKey, readTrustList } from './trust.ts';

type Pair = { key: CryptoKey; point: string };

async function makePair(): Promise<Pair> {
  const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, [
    'sign',
    'verify',
  ]);
  const point = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey));
  return { key: pair.privateKey, point: toBase64url(point) };
}

const text = (value: unknown) => toBase64url(utf8(JSON.stringify(value)));

async function jws(payload: unknown, head: object, { key }: Pair, header?: object) {
  const [protectedPart, body] = [text({ alg: 'ES256', ...head }), text(payload)];
  const signature = toBase64url(await sign(key, utf8(`${protectedPart}.${body}`)));
  return { payload: body, protected: protectedPart, signature, ...(header && { header }) };
}

const [root, list, other] = [await makePair(), await makePair(), await makePair()];
const certified = {
  v: 1,
  use: 'list',
  kid: 'list-1',
  public_key: list.point,
  not_before: '2026-01-01T00:00:00Z',
  not_after: '2027-01-01T00:00:00Z',
};
const key = {
  kid: '0001',
  authority: 'a',
  public_key: other.point,
  demo: false,
  logged_from: '',
  logged_until: '',
};
const payload = {
  v: 1,
  version: 7,
  issued_at: '2026-06-01T00:00:00Z',
  max_age_s: 60,
  authorities: [{ id: 'a', name: 'A' }],
  hosts: ['id.ocop.vn'],
  keys: [key],
};

type Change = {
  list?: object;
  certificate?: object;
  head?: object;
  certificateHead?: object;
  by?: Pair;
  root?: Pair;
};

async function made(change: Change = {}) {
  const certificateHead = { kid: 'root-1', typ: 'ocop-list-key+jws', ...change.certificateHead };
  const certificate = await jws(
    { ...certified, ...change.certificate },
    certificateHead,
    change.root ?? root,
  );
  const head = { kid: 'list-1', typ: 'ocop-trust+jws', ...change.head };
  return jws({ ...payload, ...change.list }, head, change.by ?? list, { certificate });
}

test('a list under its root is read, and names the key that signed it', async () => {
  const read = await readTrustList(await made(), root.point);
  assert.ok('list' in read);
  assert.equal(read.listKey, list.point);
  assert.equal(findKey(read.list, '0001')!.public_key, other.point);
  assert.equal(findKey(read.list, '0002'), undefined);
});

const refused: Record<string, [Change, string]> = {
  'by another root': [{ root: other }, 'trust_root_mismatch'],
  'by another list key': [{ by: other }, 'trust_signature_wrong'],
  'under another kid': [{ head: { kid: 'list-2' } }, 'trust_signature_wrong'],
  'from before the window': [{ list: { issued_at: '2025-12-31T23:59:59Z' } }, 'trust_key_window'],
  'from after the window': [{ list: { issued_at: '2027-01-01T00:00:01Z' } }, 'trust_key_window'],
  'with a window that is none': [{ certificate: { not_after: 'later' } }, 'trust_key_window'],
  'of another type': [{ head: { typ: 'ocop-answer+jws' } }, 'trust_malformed'],
  'with a certificate of another type': [
    { certificateHead: { typ: 'ocop-trust+jws' } },
    'trust_malformed',
  ],
  'with a certificate for another use': [{ certificate: { use: 'stamp' } }, 'trust_malformed'],
  'without an algorithm': [{ head: { alg: 'none' } }, 'jws_malformed'],
  'with extensions': [{ head: { crit: ['b64'], b64: false } }, 'jws_malformed'],
  'with a kid twice': [{ list: { keys: [key, key] } }, 'trust_malformed'],
  'without hosts': [{ list: { hosts: [] } }, 'trust_malformed'],
  'of another version': [{ list: { v: 2 } }, 'trust_malformed'],
};

for (const [name, [change, fault]] of Object.entries(refused)) {
  test(`a list ${name} is refused`, async () => {
    assert.deepEqual(await readTrustList(await made(change), root.point), { fault });
  });
}

test('without a root the list key alone is judged', async () => {
  assert.ok('list' in (await readTrustList(await made({ root: other }))));
  assert.deepEqual(await readTrustList(await made({ by: other })), {
    fault: 'trust_signature_wrong',
  });
});

test('what is no list at all is refused', async () => {
  for (const value of [
    undefined,
    null,
    1,
    'x',
    [],
    {},
    { payload: 1, protected: 2, signature: 3 },
  ]) {
    assert.deepEqual(await readTrustList(value, root.point), { fault: 'jws_malformed' });
  }
});

// Link, serial and signature against tests/vectors, and what a reader must refuse.
import assert from 'node:assert/strict';
import test from 'node:test';
import { fromHex, toBase64url, toHex } from './bytes.ts';
import { isStampShaped, readLink } from './link.ts';
import { formatSerial, formatTypedSerial, parseSerial, parseTypedSerial } from './serial.ts';
import { decodeSignature, importKey, isSignedBy, signedBytes } from './signature.ts';
import { readVector } from './vectors.ts';

type StampVector = Record<
  | 'public_point'
  | 'kid'
  | 'host'
  | 'gtin'
  | 'lot'
  | 'serial'
  | 'serial_typed'
  | 'payload'
  | 'signature'
  | 'digits'
  | 'url'
  | 'high_s_digits',
  string
>;

const vector = readVector<StampVector>('stamp-1.json');
const key = (await importKey(toBase64url(fromHex(vector.public_point)!)))!;

async function isGood(uri: string): Promise<boolean> {
  const read = readLink(uri);
  if (!('link' in read) || read.link.digits === undefined) return false;
  const { gtin, lot, serial, digits } = read.link;
  const signature = decodeSignature(digits.slice(4));
  const message = signedBytes(digits.slice(0, 4), { gtin, lot: lot!, serial: serial! });
  return signature !== undefined && isSignedBy(key, message, signature);
}

test('the worked example reads, is the signed bytes, and verifies', async () => {
  const serial = parseSerial(vector.serial)!;
  assert.deepEqual(readLink(vector.url), {
    link: { host: vector.host, gtin: vector.gtin, lot: vector.lot, serial, digits: vector.digits },
  });
  const bytes = signedBytes(vector.kid, { gtin: vector.gtin, lot: vector.lot, serial });
  assert.equal(toHex(bytes), vector.payload);
  assert.equal(toHex(decodeSignature(vector.digits.slice(4))!), vector.signature);
  assert.ok(await isGood(vector.url));
  assert.ok(isStampShaped(vector.url));
});

test('the other signature of the same message, with high s, is refused', async () => {
  const digits = vector.high_s_digits;
  assert.ok(!(await isGood(vector.url.replace(vector.digits, digits))));
});

test('case, folded letters, escapes, fragments and other parameters do not matter', async () => {
  const { url, lot, serial } = vector;
  for (const other of [
    url.replace('https://id.ocop.vn', 'HTTPS://ID.OCOP.VN:443'),
    url.replace(serial, serial.toLowerCase()).replace(lot, lot.toLowerCase()),
    url.replace('L2611A', 'L%32611A'),
    url.replace('?', '?utm_source=zalo&') + '&a=b#c',
    url.replace('?', '/?'),
    url.replace('&', ';'),
  ]) {
    assert.ok(await isGood(other), other);
  }
});

test('every prefix of a stamp is refused or says less, and none is good', async () => {
  for (let length = 0; length < vector.url.length; length += 1) {
    const prefix = vector.url.slice(0, length);
    assert.ok(!(await isGood(prefix)), prefix);
    assert.ok(!isStampShaped(prefix), prefix);
  }
});

test('every changed digit and letter of what is signed is refused', async () => {
  const from = vector.url.indexOf('/01/');
  for (let at = from; at < vector.url.length; at += 1) {
    const now = vector.url[at]!;
    if (!/[0-9A-Z]/.test(now)) continue;
    const other = now === '7' ? '8' : '7';
    const changed = vector.url.slice(0, at) + other + vector.url.slice(at + 1);
    assert.ok(!(await isGood(changed)), changed);
  }
});

test('what is malformed says why', () => {
  const page = `https://id.ocop.vn/01/${vector.gtin}`;
  const s = vector.digits;
  const cases: Record<string, string> = {
    '': 'digital_link_malformed',
    'http:/id.ocop.vn/01/1': 'digital_link_malformed',
    'ftp://id.ocop.vn/01/09520000100018': 'digital_link_malformed',
    'https://id.ocop.vn/': 'digital_link_malformed',
    'https://user@id.ocop.vn/01/09520000100018': 'digital_link_malformed',
    'https://id.ocop.vn:0/01/09520000100018': 'digital_link_malformed',
    'https://id.ocop.vn/01/0952000010001': 'ai_value_malformed',
    'https://id.ocop.vn/01/09520000100019': 'check_digit_wrong',
    [`${page}/10/A%2`]: 'digital_link_malformed',
    [`${page}/10/A%00`]: 'digital_link_malformed',
    [`${page}/10/A B`]: 'digital_link_malformed',
    [`${page}/10/A_B`]: 'stamp_lot_malformed',
    [`${page}/10/${'A'.repeat(21)}`]: 'ai_value_malformed',
    [`${page}/21/123`]: 'stamp_serial_malformed',
    [`${page}/21/2ZAPQ5E7JU`]: 'stamp_serial_malformed',
    [`${page}/21/2ZAPQ5E7JE/10/A`]: 'qualifier_order_wrong',
    [`${page}/10/A/10/B`]: 'qualifier_order_wrong',
    [`${page}?10=A`]: 'ai_misplaced',
    [`${page}?%31%30=A`]: 'ai_misplaced',
    [`https://id.ocop.vn/x/01/${vector.gtin}`]: 'stamp_path_wrong',
    'https://id.ocop.vn/00/095200001000000013': 'stamp_key_wrong',
    [`${page}?s=1`]: 'stamp_digits_malformed',
    [`${page}?s=${s}`]: 'stamp_incomplete',
    [`${page}/10/A/21/2ZAPQ5E7JE?s=${s}&s=${s}`]: 'stamp_digits_duplicated',
    [`${page}/22/X/10/A/21/2ZAPQ5E7JE?s=${s}`]: 'stamp_path_wrong',
    [`${page}?${'a'.repeat(2048)}`]: 'digital_link_malformed',
  };
  for (const [uri, fault] of Object.entries(cases)) {
    assert.deepEqual(readLink(uri), { fault }, uri.slice(0, 90));
  }
});

test('a link without a signature is an information page', () => {
  assert.deepEqual(readLink(`https://id.ocop.vn:8443/01/${vector.gtin}/10/l2611a/`), {
    link: { host: 'id.ocop.vn:8443', gtin: vector.gtin, lot: 'L2611A' },
  });
});

test('159 digits are seen wherever they stand in a query', () => {
  const s = vector.digits;
  for (const uri of [`https://x/?s=${s}`, `x?a;s=${s}`, `?%73=${s}`, `?s=%30${s.slice(1)}#x`]) {
    assert.ok(isStampShaped(uri), uri);
  }
  for (const uri of [`https://x/#?s=${s}`, `?s=${s}0`, `?t=${s}`, `?s=${s.slice(1)}`, s]) {
    assert.ok(!isStampShaped(uri), uri);
  }
});

test('serials of every published counter, plain and typed', () => {
  const { serials } = readVector<{ serials: { serial: string; typed: string }[] }>(
    'serial-permutation.json',
  );
  assert.equal(serials.length, 30);
  for (const { serial, typed } of serials) {
    const number = parseSerial(serial)!;
    assert.equal(formatSerial(number), serial);
    assert.equal(formatTypedSerial(number), typed);
    assert.equal(parseTypedSerial(typed.toLowerCase().replaceAll('-', ' ')), number);
  }
});

test('every single wrong character and exchanged pair of a typed serial is caught', () => {
  const bare = vector.serial_typed.replaceAll('-', '');
  const number = parseTypedSerial(bare);
  for (let at = 0; at < bare.length; at += 1) {
    for (const c of '0123456789ABCDEFGHJKMNPQRSTVWXYZ') {
      const other = bare.slice(0, at) + c + bare.slice(at + 1);
      assert.equal(parseTypedSerial(other), c === bare[at] ? number : 'serial_check_wrong');
    }
    for (let to = at + 1; to < bare.length; to += 1) {
      const swapped = [...bare];
      [swapped[at], swapped[to]] = [bare[to]!, bare[at]!];
      const same = bare[at] === bare[to];
      assert.equal(parseTypedSerial(swapped.join('')), same ? number : 'serial_check_wrong');
    }
  }
  for (const text of ['', '2ZAP', `${bare}0`, bare.replace('2', 'U'), 'ﬁZAPQ5E7JE0W']) {
    assert.equal(parseTypedSerial(text), 'serial_malformed', text);
  }
});

test('digits of 2^512 and more are no signature', () => {
  const end = (1n << 512n).toString().padStart(155, '0');
  assert.equal(decodeSignature(end), undefined);
  assert.equal(toHex(decodeSignature(((1n << 512n) - 1n).toString())!), 'ff'.repeat(64));
});

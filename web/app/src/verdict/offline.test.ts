// Every case of tests/vectors/bundle-1.json, and what a device may lack.
import assert from 'node:assert/strict';
import test from 'node:test';
import { LotFilters } from '../bundle/lot_filters.ts';
import { Bundle, readBundle, type Lot } from '../bundle/bundle.ts';
import { fromHex, utf8 } from '../stamp/bytes.ts';
import { readVector } from '../stamp/vectors.ts';
import { judgeOffline, latestAfter, type Clock } from './offline.ts';

type Case = {
  name: string;
  uri?: string;
  typed?: string;
  gtin?: string;
  lot?: string;
  now?: string;
  verdict: string;
  colour: string;
  also: string[];
  reason?: string;
  note?: string;
  age?: string;
};
type Vector = {
  root_key: string;
  file: string;
  filters: Record<string, string>;
  now: string;
  cases: Case[];
};

const vector = readVector<Vector>('bundle-1.json');
const read = await readBundle(utf8(vector.file), vector.root_key);
assert.ok('bundle' in read);
const { bundle } = read;

const findFilters = (lot: Lot) => {
  const file = lot.filters && vector.filters[lot.filters];
  return Promise.resolve(file ? LotFilters.read(lot, fromHex(file)!) : undefined);
};

function clockAt(time: string): Clock {
  const now = Date.parse(time);
  return { now, latest: now };
}

const questionOf = ({ uri, typed, gtin, lot }: Case) =>
  uri === undefined ? { typed: typed!, gtin: gtin!, lot: lot! } : { uri };

for (const row of vector.cases) {
  test(`bundle: ${row.name}`, async () => {
    const clock = clockAt(row.now ?? vector.now);
    const answer = await judgeOffline(bundle, findFilters, questionOf(row), clock);
    const { verdict, colour, also, reason, note } = answer;
    assert.deepEqual(
      { verdict, colour, also, reason, note },
      {
        verdict: row.verdict,
        colour: row.colour,
        also: row.also,
        reason: row.reason ?? '',
        note: row.note,
      },
    );
    if (row.age) assert.equal(answer.age!.state, row.age);
  });
}

const valid = vector.cases[0]!;

test('a lot whose filters are not on the device is not judged', async () => {
  const none = () => Promise.resolve(undefined);
  const answer = await judgeOffline(bundle, none, { uri: valid.uri! }, clockAt(vector.now));
  assert.equal(answer.verdict, 'unavailable');
  assert.equal(answer.note, 'not_in_bundle');
});

test('a clock that was set back does not make old data fresh', async () => {
  const clock = { now: Date.parse(vector.now), latest: Date.parse('2026-12-20T00:00:00Z') };
  const answer = await judgeOffline(bundle, findFilters, { uri: valid.uri! }, clock);
  assert.equal(answer.age!.state, 'clock_wrong');
  assert.equal(answer.colour, 'grey');
});

test('nothing but the text is told of what leads elsewhere or has a bad signature', async () => {
  const foreign = vector.cases.find((row) => row.verdict === 'foreign_link')!;
  const answer = await judgeOffline(
    bundle,
    findFilters,
    { uri: foreign.uri! },
    clockAt(vector.now),
  );
  assert.equal(answer.host, 'id.ocop.vn.xac-thuc.com');
  assert.equal(answer.stamp, undefined);
  assert.equal(answer.product, undefined);
});

test('a serial set that is not exact for the order would call an unactivated stamp active', async () => {
  const order = bundle.lot('09520000100018', 'L2611A')!.orders![0]!;
  assert.ok(order.activated![0]!.except!.length > 0);
});

test('what may have been issued since does not hide a certificate withdrawn for a grave reason', async () => {
  const row = vector.cases.find(({ note }) => note === 'issued_since')!;
  const withdrawn = new Bundle(
    bundle,
    {
      ...bundle.body,
      certificates: bundle.body.certificates.map((certificate) => ({
        ...certificate,
        withdrawal: { ground: 1, effective: '2026-11-20', decision: '5/QĐ' },
      })),
    },
    true,
  );
  const answer = await judgeOffline(withdrawn, findFilters, { uri: row.uri! }, clockAt(vector.now));
  assert.deepEqual(
    [answer.verdict, answer.colour, answer.also, answer.note],
    ['certificate_withdrawn', 'red', ['not_issued'], undefined],
  );
});

test('a clock that the service agrees with is right, though it was far ahead once', () => {
  const now = Date.parse(vector.now);
  const ahead = now + 400 * 86_400_000;
  assert.equal(latestAfter({ now, latest: ahead }, now + 200_000), now);
  assert.equal(latestAfter({ now, latest: ahead }, now + 400_000), ahead);
});

test('a trust list past its age is told, and does not change the verdict', async () => {
  const trust = { ...bundle.trust, issued_at: '2026-11-01T00:00:00Z', max_age_s: 3600 };
  const old = new Bundle({ ...bundle, trust }, bundle.body, true);
  const asked = { uri: valid.uri! };
  const answer = await judgeOffline(old, findFilters, asked, clockAt(vector.now));
  assert.deepEqual([answer.verdict, answer.keys_old], ['valid', true]);
  const fresh = await judgeOffline(bundle, findFilters, asked, clockAt(vector.now));
  assert.equal(fresh.keys_old, undefined);
});

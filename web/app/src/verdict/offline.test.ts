// Every case of tests/vectors/bundle-1.json, and what a device may lack.
import assert from 'node:assert/strict';
import test from 'node:test';
import { LotFilters } from '../bundle/lot_filters.ts';
import { readBundle, type Lot } from '../bundle/bundle.ts';
import { fromHex, utf8 } from '../stamp/bytes.ts';
import { readVector } from '../stamp/vectors.ts';
import { judgeOffline, type Clock } from './offline.ts';

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

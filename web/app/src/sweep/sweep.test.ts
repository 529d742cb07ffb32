import assert from 'node:assert/strict';
import test from 'node:test';
import type { Answer } from '../verdict/answer.ts';
import { isOverIssued, keyOf, Sweep, type SweepState, tallyOf } from './sweep.ts';

const answer = (
  serial: string,
  lot = 'L1',
  colour: Answer['colour'] = 'green_outline',
): Answer => ({
  source: 'bundle',
  verdict: 'valid',
  colour,
  also: [],
  reason: '',
  at: '2026-11-26T03:00:00Z',
  stamp: { gtin: '09520000100018', lot, serial, typed: serial },
});

const begun = (): SweepState => ({ id: 's', begun_at: 0, place: '', packs: [], duplicates: [] });

function heard(sweep: Sweep, serial: string, at: number, lot = 'L1') {
  const said = answer(serial, lot);
  return sweep.hear({ answer: said, key: keyOf(said), frame: `f${at}`, at });
}

test('a hundred packs in three minutes, fifteen pictures of each, are a hundred packs', () => {
  const sweep = new Sweep(begun());
  for (let pack = 0; pack < 100; pack += 1) {
    for (let picture = 0; picture < 15; picture += 1) {
      const said = heard(sweep, `S${pack}`, pack * 1800 + picture * 100, `L${pack % 3}`);
      assert.equal(said.kind, picture === 0 ? 'new' : 'same');
    }
  }
  const tally = tallyOf(sweep.state);
  assert.deepEqual(
    tally.map((row) => row.packs),
    [34, 33, 33],
  );
  assert.equal(sweep.state.duplicates.length, 0);
});

test('a pack that stays, shakes out of sight and comes back is one', () => {
  const sweep = new Sweep(begun());
  heard(sweep, 'A', 0);
  assert.equal(heard(sweep, 'A', 60_000).kind, 'same');
  heard(sweep, 'B', 61_000);
  assert.equal(heard(sweep, 'A', 62_000).kind, 'same');
});

test('a serial that comes again after another pack is asked about, and kept with both pictures', () => {
  const sweep = new Sweep(begun());
  heard(sweep, 'A', 0);
  heard(sweep, 'B', 5_000);
  const again = heard(sweep, 'A', 10_000);
  assert.ok(again.kind === 'again');
  const proven = sweep.settle(again.suspicion, true);
  assert.ok(proven.kind === 'duplicate');
  assert.deepEqual(proven.duplicate.frames, ['f0', 'f10000']);
  assert.equal(proven.duplicate.proof, 'person');
  const [row] = tallyOf(sweep.state);
  assert.deepEqual([row!.packs, row!.good, row!.bad, row!.duplicates], [3, 2, 1, 1]);
});

test('the same pack swept again is asked about once', () => {
  const sweep = new Sweep(begun());
  heard(sweep, 'A', 0);
  heard(sweep, 'B', 5_000);
  const again = heard(sweep, 'A', 10_000);
  assert.ok(again.kind === 'again');
  assert.equal(sweep.settle(again.suspicion, false).kind, 'same');
  heard(sweep, 'B', 15_000);
  assert.equal(heard(sweep, 'A', 20_000).kind, 'same');
});

test('one serial at two places of one picture is proven without a question', () => {
  const sweep = new Sweep(begun());
  heard(sweep, 'A', 0);
  const twice = sweep.hearTwice('09520000100018/A', 'f7', 7);
  assert.ok(twice.kind === 'duplicate' && twice.duplicate.proof === 'frame');
  assert.equal(sweep.hearTwice('09520000100018/A', 'f8', 8).kind, 'same');
});

test('a sweep goes on after the app was closed', () => {
  const first = new Sweep(begun());
  heard(first, 'A', 0);
  heard(first, 'B', 5_000);
  const second = new Sweep(structuredClone(first.state));
  assert.equal(heard(second, 'A', 900_000).kind, 'again');
  assert.equal(second.state.packs.length, 2);
});

test('more packs of a lot than stamps were issued for it are too many', () => {
  assert.ok(isOverIssued(501, 500));
  assert.ok(!isOverIssued(500, 500));
  assert.ok(!isOverIssued(5, 0));
});

import assert from 'node:assert/strict';
import test from 'node:test';
import type { Quantity } from '../bundle/bundle.ts';
import type { Answer } from '../verdict/answer.ts';
import {
  type Heard,
  isOverIssued,
  isOverMade,
  keyOf,
  packsOf,
  Sweep,
  type SweepState,
  tallyOf,
} from './sweep.ts';

type Unit = Quantity['unit'];

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

// Pictures of a phone, ten a second, with these codes in them.
class Camera {
  readonly sweep: Sweep;
  at = 0;

  constructor(sweep: Sweep) {
    this.sweep = sweep;
  }

  shows(ms: number, ...serials: string[]): Heard[] {
    const out: Heard[] = [];
    for (const end = this.at + ms; this.at < end; this.at += 100) {
      this.sweep.look(this.at);
      for (const serial of serials) {
        const said = answer(serial);
        const frame = `f${this.at}`;
        out.push(this.sweep.hear({ answer: said, key: keyOf(said), frame, at: this.at }));
      }
    }
    return out.filter(({ kind }) => kind !== 'same');
  }

  // As while a dialog is open, or the service is asked: no picture is looked at.
  sleeps(ms: number) {
    this.at += ms;
  }
}

const filming = (state = begun()) => new Camera(new Sweep(state));
const kinds = (heard: Heard[]) => heard.map(({ kind }) => kind);

test('a hundred packs in three minutes, fifteen pictures of each, are a hundred packs', () => {
  const camera = filming();
  for (let pack = 0; pack < 100; pack += 1) {
    assert.deepEqual(kinds(camera.shows(1500, `S${pack}`)), ['new']);
    camera.shows(300);
  }
  assert.equal(camera.sweep.state.packs.length, 100);
  assert.equal(camera.sweep.state.duplicates.length, 0);
});

test('the tally is by lot, the one with most packs first', () => {
  const sweep = new Sweep(begun());
  for (let pack = 0; pack < 100; pack += 1) {
    const said = answer(`S${pack}`, `L${pack % 3}`);
    sweep.look(pack);
    sweep.hear({ answer: said, key: keyOf(said), frame: '', at: pack });
  }
  assert.deepEqual(
    tallyOf(sweep.state).map((row) => row.packs),
    [34, 33, 33],
  );
});

test('a pack that stays, or blurs for a moment, is one', () => {
  const camera = filming();
  camera.shows(60_000, 'A');
  camera.shows(900);
  assert.deepEqual(camera.shows(1000, 'A'), []);
  camera.shows(700, 'B');
  assert.deepEqual(camera.shows(1000, 'A', 'B'), []);
});

test('one number on pack after pack is asked about, with no other pack between', () => {
  const camera = filming();
  camera.shows(1500, 'A');
  camera.shows(1100);
  assert.deepEqual(kinds(camera.shows(1500, 'A')), ['again']);
});

test('on a phone that makes two pictures a second one lost picture is no absence, three are', () => {
  const sweep = new Sweep(begun());
  const said = answer('A');
  const hear = (at: number) => {
    sweep.look(at);
    return sweep.hear({ answer: said, key: keyOf(said), frame: '', at }).kind;
  };
  assert.equal(hear(0), 'new');
  sweep.look(500);
  assert.equal(hear(1000), 'same');
  for (const at of [1500, 2000, 2500]) sweep.look(at);
  assert.equal(hear(3000), 'again');
});

test('a serial that comes again after another pack is asked about, and kept with both pictures', () => {
  const camera = filming();
  camera.shows(1000, 'A');
  camera.shows(4000, 'B');
  const [again] = camera.shows(1000, 'A');
  assert.ok(again?.kind === 'again');
  const proven = camera.sweep.settle(again.suspicion, true);
  assert.ok(proven.kind === 'duplicate');
  assert.deepEqual(proven.duplicate.frames, ['f0', 'f5000']);
  assert.equal(proven.duplicate.proof, 'person');
  const [row] = tallyOf(camera.sweep.state);
  assert.deepEqual([row!.packs, row!.good, row!.bad, row!.duplicates], [3, 2, 1, 1]);
});

test('the same pack swept again is asked about once; two in one picture are proof all the same', () => {
  const camera = filming();
  camera.shows(1000, 'A');
  camera.shows(4000, 'B');
  const [again] = camera.shows(1000, 'A');
  assert.ok(again?.kind === 'again');
  assert.equal(camera.sweep.settle(again.suspicion, false).kind, 'same');
  camera.shows(4000, 'B');
  assert.deepEqual(kinds(camera.shows(1000, 'A')), []);
  const twice = camera.sweep.hearTwice('09520000100018/A', 'f', camera.at);
  assert.equal(twice.kind, 'duplicate');
});

test('time does not go by while a dialog is open or the service is asked', () => {
  const camera = filming();
  camera.shows(1000, 'A');
  camera.sleeps(30_000);
  assert.deepEqual(camera.shows(1000, 'A'), []);
});

test('what is before the camera after it was put down was taken up anew', () => {
  const camera = filming();
  camera.shows(1000, 'A');
  camera.sweep.leave();
  camera.sleeps(30_000);
  assert.deepEqual(kinds(camera.shows(1000, 'A')), ['again']);
});

test('one serial at two places of one picture is proven without a question', () => {
  const camera = filming();
  camera.shows(100, 'A');
  const twice = camera.sweep.hearTwice('09520000100018/A', 'f7', 7);
  assert.ok(twice.kind === 'duplicate' && twice.duplicate.proof === 'frame');
  assert.equal(camera.sweep.hearTwice('09520000100018/A', 'f8', 8).kind, 'same');
});

test('a sweep goes on after the app was closed', () => {
  const first = filming();
  first.shows(1000, 'A');
  first.shows(4000, 'B');
  const second = filming(structuredClone(first.sweep.state));
  assert.deepEqual(kinds(second.shows(1000, 'A')), ['again']);
  assert.equal(second.sweep.state.packs.length, 2);
});

test('more packs of a lot than stamps were issued for it are too many', () => {
  assert.ok(isOverIssued({ met: 501, issued: 500 }));
  assert.ok(!isOverIssued({ met: 500, issued: 500 }));
  assert.ok(!isOverIssued({ met: 5, issued: 0 }));
});

test('a lot gives as many packs as its quantity fills, where the units say so', () => {
  const packs = (value: number, unit: Unit, content: number, of: Unit) =>
    packsOf({ quantity: { value, unit } }, { net_content: { value: content, unit: of } });
  assert.equal(packs(12, 'kg', 500, 'g'), 24);
  assert.equal(packs(1.1, 'kg', 100, 'g'), 11);
  assert.equal(packs(10, 'l', 330, 'ml'), 30);
  assert.equal(packs(800, 'piece', 10, 'piece'), 800);
  assert.equal(packs(10, 'l', 500, 'g'), undefined);
  assert.equal(packsOf({ quantity: { value: 1, unit: 'kg' } }), undefined);
  assert.ok(isOverMade({ met: 25, made: 24 }));
  assert.ok(!isOverMade({ met: 24, made: 24 }) && !isOverMade({ met: 24, made: undefined }));
});

test('a sweep carries the time of the oldest data that judged a pack of it', () => {
  const sweep = new Sweep(begun());
  for (const [key, data_at] of Object.entries({ A: '2026-11-26', B: '2026-11-25', C: undefined })) {
    const said: Answer = { ...answer(key), ...(data_at && { data_at }) };
    sweep.hear({ answer: said, key: keyOf(said), frame: '', at: 0 });
  }
  assert.equal(sweep.state.data_at, '2026-11-25');
});

import assert from 'node:assert/strict';
import test from 'node:test';
import { MemoryTable } from '../storage/table.ts';
import type { Answer } from '../verdict/answer.ts';
import { Sightings, sightingOf } from './sightings.ts';

const answer = (serial: string, more: Partial<Answer> = {}): Answer => ({
  source: 'bundle',
  verdict: 'valid',
  colour: 'green_outline',
  also: [],
  reason: '',
  at: '2026-11-26T03:00:00Z',
  uri: `https://id.ocop.vn/${serial}`,
  stamp: { gtin: '09520000100018', lot: 'L1', serial, typed: serial },
  order: { id: 'D1', entry: 1, stars: 3, count: 2 },
  ...more,
});

test('of a lot count the stamps that an order of the bundle has, signed, each once', async () => {
  const sightings = new Sightings(new MemoryTable());
  const { order: _order, ...unknown } = answer('C', { verdict: 'not_issued' });
  const { uri: _uri, ...typed } = answer('D', { verdict: 'listed' });
  const scans = [
    answer('A'),
    answer('A'),
    answer('B', { verdict: 'recalled' }),
    unknown,
    typed,
    answer('E', { verdict: 'recalled', also: ['signature_invalid'] }),
    answer('F', { order: { id: 'D9', entry: 9, stars: 3, count: 2 } }),
  ];
  for (const scan of scans) await sightings.add(sightingOf(scan));
  assert.equal(await sightings.countOfLot('09520000100018', 'L1', ['D1']), 2);
});

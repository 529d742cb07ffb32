import assert from 'node:assert/strict';
import test from 'node:test';
import { addMonths, legalDay } from './days.ts';
import { decide, noFacts, type Facts } from './verdict.ts';
import { readVector } from './vectors.ts';

type Case = {
  name: string;
  facts: Partial<Facts> & { today: string };
  headline: string;
  colour: string;
  also: string[];
  reason: string;
};

const { cases } = readVector<{ cases: Case[] }>('verdicts.json');

test(`all ${cases.length} verdict vectors`, () => {
  assert.ok(cases.length > 50);
  for (const { name, facts, headline, colour, also, reason } of cases) {
    const decision = decide({ ...noFacts(facts.today), ...facts });
    assert.deepEqual(decision, { headline, colour, also, reason }, name);
  }
});

test('months are clamped to the month, and legal days begin at midnight in Vietnam', () => {
  assert.equal(addMonths('2024-02-29', 36), '2027-02-28');
  assert.equal(addMonths('2025-12-31', 2), '2026-02-28');
  assert.equal(addMonths('2025-03-10', 36), '2028-03-10');
  assert.equal(legalDay(Date.parse('2026-11-26T16:59:59.999Z')), '2026-11-26');
  assert.equal(legalDay(Date.parse('2026-11-26T17:00:00Z')), '2026-11-27');
});

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { managed, may, rows } from '../console/src/lib/access.ts';
import { sectionsOf } from '../console/src/lib/sections.ts';

const source = readFileSync(join(import.meta.dirname, '../../src/accounts/access.cpp'), 'utf8');
const roles = [
  'producer_owner',
  'producer_staff',
  'grower',
  'partner',
  'inspector',
  'guest_inspector',
  'commune_officer',
  'officer',
  'approver',
  'administrator',
  'auditor',
] as const;

test('the rows that screens ask about are those of the service', () => {
  const there = new Map(
    [...source.matchAll(/\{"([A-Z]+ [^"]+)",\s*reaches\("([^"]+)"\)/g)].map((m) => [m[1], m[2]]),
  );
  for (const [route, letters] of Object.entries(rows))
    assert.equal(letters, there.get(route), route);
});

test('who manages whom is as the service says', () => {
  for (const role of roles) {
    const row = new RegExp(`\\{Role::${role},\\s*reaches\\("([^"]+)"\\)`).exec(
      source.slice(source.indexOf('manages_rows[]')),
    );
    const letters = (row?.[1] ?? '.... .. .... .').replaceAll(' ', '');
    assert.deepEqual(
      managed(role).toSorted(),
      roles.filter((_, i) => letters[i] !== '.').toSorted(),
      role,
    );
  }
});

test('a section is shown to just those who may open it', () => {
  assert.ok(may('producer_owner', 'POST /api/v1/lots'));
  assert.ok(!may('auditor', 'POST /api/v1/lots'));
  const paths = (role: (typeof roles)[number]) => sectionsOf(role).map((section) => section.path);
  assert.ok(paths('approver').includes('approvals'));
  assert.ok(!paths('producer_staff').includes('approvals'));
  assert.deepEqual(paths('guest_inspector'), ['', 'keys', 'ledger', 'notices', 'me']);
});

import assert from 'node:assert/strict';
import test from 'node:test';
import { chooseLanguage, fill } from '../shared/text.ts';
import { lastDay, standing } from '../console/src/lib/certificate.ts';
import { clientOf } from '../console/src/lib/client.ts';
import { fieldOf, type FieldSpec } from '../console/src/lib/form.ts';
import { quotaFor, stampsLeft } from '../console/src/lib/quota.ts';
import { chainOf, has } from '../console/src/lib/search.ts';

test('a text is filled by name, and what is not given stays', () => {
  assert.equal(fill('{n} tem của {lot}, {n}', { n: 3 }), '3 tem của {lot}, 3');
});

test('Vietnamese comes first, unless another language is chosen or liked better', () => {
  assert.equal(chooseLanguage(null, []), 'vi');
  assert.equal(chooseLanguage(null, ['fr', 'en-GB', 'vi']), 'en');
  assert.equal(chooseLanguage('vi', ['en']), 'vi');
  assert.equal(chooseLanguage('zh', ['vi-VN', 'en']), 'vi');
});

test('a certificate holds for 36 months, its last day with them', () => {
  assert.equal(lastDay('2025-07-14'), '2028-07-14');
  assert.equal(lastDay('2026-01-01'), '2029-01-01');
  assert.equal(lastDay('2024-02-29'), '2027-02-28');
});

test('a certificate stands as its term, confirmations and withdrawal say', () => {
  const two = [{}, {}];
  const of = (term: object, confirmations: object[] = two) =>
    standing({ term, confirmations } as never, '2027-06-01');
  assert.equal(of({ issued: '2026-01-01' }), 'valid');
  assert.equal(of({ issued: '2026-01-01' }, [{}]), 'waits');
  assert.equal(of({ issued: '2028-01-01' }), 'not_yet');
  assert.equal(of({ issued: '2024-06-01' }), 'valid');
  assert.equal(of({ issued: '2024-05-31' }), 'lapsed');
  assert.equal(of({ issued: '2024-01-01', extended_until: '2027-06-01' }), 'extended');
  assert.equal(of({ issued: '2026-01-01', withdrawal: { effective: '2027-06-01' } }), 'withdrawn');
  assert.equal(of({ issued: '2026-01-01', withdrawal: { effective: '2027-06-02' } }), 'valid');
  assert.equal(
    of({ issued: '2026-01-01', withdrawal: { effective: '2027-01-01', reinstated: '2027-05-01' } }),
    'reinstated',
  );
});

test('a fault is shown at the field that its pointer names', () => {
  const fields: FieldSpec[] = [
    { name: 'lot', label: '' },
    { name: 'name_vi', label: '', pointer: '/name/vi' },
    { name: 'input', label: '', pointer: '/inputs/0/quantity' },
    { name: 'input_lot', label: '', pointer: '/inputs' },
  ];
  const at = (pointer: string) => fieldOf(fields, { pointer, detail: '' })?.name;
  assert.equal(at('/lot'), 'lot');
  assert.equal(at('lot'), 'lot');
  assert.equal(at('/name/vi'), 'name_vi');
  assert.equal(at('/inputs/0/quantity/value'), 'input');
  assert.equal(at('/inputs/0/lot'), 'input_lot');
  assert.equal(at('/lots'), undefined);
});

test('a quota bears as many stamps as its content, of the season of the lot', () => {
  const quota = {
    product: 'p',
    from: '2026-01-01',
    to: '2026-12-31',
    unit: 'g',
    left: 2500,
  } as never;
  assert.equal(quotaFor([quota], 'p', '2026-12-31'), quota);
  assert.equal(quotaFor([quota], 'p', '2027-01-01'), undefined);
  assert.equal(quotaFor([quota], 'q', '2026-06-01'), undefined);
  assert.equal(stampsLeft(quota, { value: 100, unit: 'g' }), 25);
  assert.equal(stampsLeft(quota, { value: 1, unit: 'kg' }), 2);
  assert.equal(stampsLeft(quota, { value: 1, unit: 'piece' }), undefined);
});

test('what is looked for is found without marks and capitals, in either form of Unicode', () => {
  assert.ok(has('Chè Bát Tiên Đồi Sương', 'che bat tien doi'));
  assert.ok(has('che', 'CHÈ'.normalize('NFD')));
  assert.ok(!has('Chè', 'chèo'));
});

test('a product is of the value chain whose name stands in its own, as words', () => {
  const chains = ['Bưởi', 'Chè', 'Mì gạo'].map((vi) => ({ name: { vi } }));
  assert.equal(chainOf(chains, 'Chè Bát Tiên')?.name.vi, 'Chè');
  assert.equal(chainOf(chains, 'Hộp mì gạo lứt')?.name.vi, 'Mì gạo');
  assert.equal(chainOf(chains, 'Chèo'), undefined);
  assert.equal(chainOf(chains, ''), undefined);
});

test('a session is told by browser and system, as far as the service keeps the words', () => {
  const kept = (agent: string) => {
    const of = clientOf(agent.slice(0, 80));
    return of && `${of.browser}, ${of.system}`;
  };
  const like = '(KHTML, like Gecko)';
  const chrome = (system: string) =>
    `Mozilla/5.0 (${system}) AppleWebKit/537.36 ${like} Chrome/142`;
  assert.equal(kept(chrome('Linux; Android 10; K')), 'Chrome, Android');
  assert.equal(kept(chrome('Windows NT 10.0; Win64; x64')), 'Chrome, Windows');
  assert.equal(
    kept('Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML'),
    'Safari, iPhone, iPad',
  );
  assert.equal(kept('Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101'), 'Firefox, Linux');
  assert.equal(kept('curl/8.5.0'), undefined);
});

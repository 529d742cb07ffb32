import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { pageWords } from '../../build/plugin.ts';
import { bundleFaults } from '../bundle/bundle.ts';
import { verdicts } from '../stamp/verdict.ts';

const source = join(import.meta.dirname, '..');
const read = (name: string) =>
  JSON.parse(readFileSync(join(import.meta.dirname, name), 'utf8')) as Record<string, string>;
const vi = read('vi.json');
const en = read('en.json');
const holes = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([hole]) => hole).sort();

test('both languages have the same texts with the same holes, none empty', () => {
  assert.deepEqual(Object.keys(en), Object.keys(vi));
  for (const [key, text] of Object.entries(vi)) {
    assert.deepEqual(holes(en[key]!), holes(text), key);
    assert.ok(text.trim() !== '' && en[key]!.trim() !== '', key);
    assert.equal(text, text.normalize('NFC'), key);
  }
});

const code = globSync('**/*.{ts,svelte}', { cwd: source })
  .filter((name) => !name.endsWith('.test.ts'))
  .map((name) => readFileSync(join(source, name), 'utf8'))
  .join('\n');

test('every text that the code asks for is there, and every text is asked for', () => {
  const asked = [...code.matchAll(/\bt\(\s*'(\w+)'/g)].map(([, key]) => key!);
  assert.ok(asked.length > 100);
  for (const key of asked) assert.ok(key in vi, key);
  // Families that are put together: t(`state_${…}`).
  const families = [...code.matchAll(/\bt\(\s*`(\w+_)\$\{/g)].map(([, prefix]) => prefix!);
  const known = new Set(asked);
  for (const key of Object.keys(vi)) {
    // Slugs of problems come from the service.
    const isUsed =
      key.startsWith('problem_') ||
      known.has(key) ||
      families.some((prefix) => key.startsWith(prefix)) ||
      code.includes(`'${key}'`);
    assert.ok(isUsed, `${key} is used nowhere`);
  }
});

test('problems have the same words in both languages, those of a device among them', () => {
  const [own, other] = [pageWords('vi'), pageWords('en')];
  assert.deepEqual(Object.keys(own), Object.keys(other));
  const met = ['lot_not_found', 'stamp_elsewhere', 'request_invalid', 'offline', 'filter_wrong'];
  met.push('idempotency_key_reused', 'body_too_large', 'register_unreadable', 'internal');
  met.push('media_type_mismatch', 'media_type_unsupported', 'second_factor_required');
  for (const slug of [...met, ...bundleFaults, 'list_key_changed', 'device_missing']) {
    assert.ok(own[`problem_${slug}`] ?? vi[`problem_${slug}`], slug);
  }
});

test("every verdict has the consumer page's heading and advice in both languages", () => {
  for (const language of ['vi', 'en']) {
    const shared = pageWords(language);
    for (const verdict of verdicts) {
      assert.ok(shared[`heading_${verdict}`], `${language} heading_${verdict}`);
      assert.ok(shared[`advice_${verdict}`], `${language} advice_${verdict}`);
    }
  }
});

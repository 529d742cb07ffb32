import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';

const web = join(import.meta.dirname, '..');
const read = (path: string) =>
  JSON.parse(readFileSync(join(web, path), 'utf8')) as Record<string, string>;
const sources = () =>
  globSync('{console,shared,app}/**/*.{ts,svelte}', { cwd: web })
    .map((path) => readFileSync(join(web, path), 'utf8'))
    .join('\n');
const placeholders = (text: string) =>
  [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort();

for (const name of ['', 'problems.']) {
  test(`console/${name}vi.json and ${name}en.json have the same keys, with the same places to fill`, () => {
    const [vi, en] = [read(`console/${name}vi.json`), read(`console/${name}en.json`)];
    assert.deepEqual(Object.keys(vi), Object.keys(en));
    assert.deepEqual(Object.keys(vi), Object.keys(vi).toSorted());
    for (const [key, text] of Object.entries(vi)) {
      assert.ok(text.trim() && en[key]?.trim(), key);
      assert.equal(text, text.normalize('NFC'), key);
      assert.deepEqual(placeholders(text), placeholders(en[key] ?? ''), key);
    }
  });
}

// That each key that is asked for is there, the compiler says: web.check.
test('no text of the console is left over', () => {
  const all = sources();
  const parts = [...all.matchAll(/`([a-z_]+)\$\{[^}]*\}(\w*)`/g)].map(
    (match) => new RegExp(`^${match[1]}\\w+${match[2]}$`),
  );
  const unused = Object.keys(read('console/vi.json')).filter(
    (key) => !new RegExp(`'${key}'`).test(all) && !parts.some((part) => part.test(key)),
  );
  assert.deepEqual(unused, []);
});

// What only programs meet: EPCIS, subscriptions, proofs, OpenID, framing, and buyers' checks.
const met_by_programs =
  /^(json|header|target|length|event_id|event_of|event_not|event_too|event_parties|element|capture|value_not|query_(?!invalid)|queries|subscription|dead_letter|destination|websocket|tile|entry|checkpoint|receipt|pin_(?!.*package)|check_not|link|sheets|host|method|expectation|upgrade|version|validation|identifier|page_token|blob_hash|explain|not_acceptable|csv|story|path|idempotency_key_malformed|digest|finding|route|reports_full|authority_staffed|unsupported|demo|dry_run|successor)/;

test('every problem that a person may meet has words', () => {
  const document = readFileSync(join(web, 'openapi.yaml'), 'utf8');
  const slugs = [...document.matchAll(/^ {4}\| \d{3} \| `(\w+)` \|/gm)].map(
    (match) => match[1] ?? '',
  );
  const words = read('console/problems.vi.json');
  assert.ok(slugs.length > 200);
  assert.deepEqual(
    slugs.filter((slug) => !words[slug] && !met_by_programs.test(slug)),
    [],
  );
  const ours = ['inspection_kept_before', 'passwords_differ', 'stamp_not_found', 'unknown'];
  const known = (slug: string) =>
    slugs.includes(slug) || ours.includes(slug) || slug.startsWith('detail: ');
  assert.deepEqual(
    Object.keys(words).filter((slug) => !known(slug)),
    [],
  );
});

test('every figure of an alert has a name', () => {
  const src = join(web, '../src');
  const told = /figures(\.push_back\(| =)[^;]*;|\badd\("[^;]*of_key[^;]*;/g;
  const names = globSync('{alerts,cli}/*.cpp', { cwd: src })
    .flatMap((path) => readFileSync(join(src, path), 'utf8').match(told) ?? [])
    .flatMap((text) => [...text.matchAll(/"(\w+)"/g)])
    .map((match) => `figure_${match[1]}`);
  assert.ok(names.length > 15);
  const words = Object.keys(read('console/vi.json'));
  assert.deepEqual(
    words.filter((key) => key.startsWith('figure_')),
    [...new Set(names)].sort(),
  );
});

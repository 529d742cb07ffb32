import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { gzipSync } from 'node:zlib';

const folder = join(
  process.env['OCOP_WEB_BUILT'] ?? join(import.meta.dirname, '../dist'),
  'app/assets',
);
const limits = { '.js': 120 * 1024, '.wasm': 420 * 1024, '.css': 8 * 1024 };

for (const [end, limit] of Object.entries(limits)) {
  test(`all files ${end} of the inspector app together are at most ${limit / 1024} KB in gzip`, () => {
    const names = readdirSync(folder).filter((name) => name.endsWith(end));
    assert.ok(names.length > 0);
    const bytes = names
      .map((name) => gzipSync(readFileSync(join(folder, name))).length)
      .reduce((a, b) => a + b, 0);
    console.log(`app: ${bytes} bytes of ${end} in gzip`);
    assert.ok(bytes <= limit, `${bytes} bytes`);
  });
}

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { gzipSync } from 'node:zlib';

const built = process.env['OCOP_WEB_BUILT'] ?? '';
const limit = 120 * 1024;

test('all scripts of the console together are at most 120 KB in gzip', () => {
  const folder = join(built, 'console', 'assets');
  const scripts = readdirSync(folder).filter((name) => name.endsWith('.js'));
  assert.ok(scripts.length > 0);
  const bytes = scripts
    .map((name) => gzipSync(readFileSync(join(folder, name))).length)
    .reduce((a, b) => a + b, 0);
  console.log(`console: ${bytes} bytes of scripts in gzip`);
  assert.ok(bytes <= limit, `${bytes} bytes`);
});

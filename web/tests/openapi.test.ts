import { createConfig, lint } from '@redocly/openapi-core';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';

test('openapi.yaml keeps the rules that generators of clients rest on', async () => {
  const config = await createConfig({
    extends: ['recommended-strict'],
    rules: {
      // `default` is the problem document, whatever its status.
      'operation-4xx-response': 'off',
      // A form's page answers 303.
      'operation-2xx-response': 'off',
      // EPCIS clients ask with the slash and without.
      'no-path-trailing-slash': 'off',
    },
  });
  const found = await lint({ ref: join(import.meta.dirname, '../openapi.yaml'), config });
  assert.deepEqual(
    found.map((fault) => `${fault.ruleId} ${fault.location[0]?.pointer}: ${fault.message}`),
    [],
  );
});

test('the document that is served says the same as openapi.yaml, in both forms', () => {
  const folder = join(process.env['OCOP_WEB_BUILT'] ?? '', 'docs');
  const source = readFileSync(join(import.meta.dirname, '../openapi.yaml'), 'utf8');
  assert.equal(readFileSync(join(folder, 'openapi.yaml'), 'utf8'), source);
  const served = JSON.parse(readFileSync(join(folder, 'openapi.json'), 'utf8')) as {
    openapi: string;
    paths: Record<string, unknown>;
  };
  assert.equal(served.openapi, '3.1.0');
  const paths = [...source.matchAll(/^ {2}(\/\S*):$/gm)].map((match) => match[1]);
  assert.deepEqual(Object.keys(served.paths), paths);
});

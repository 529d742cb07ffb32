// Reads tests/vectors for tests.
import { readFileSync } from 'node:fs';

export function readVector<T>(name: string): T {
  const url = new URL(`../../../../tests/vectors/${name}`, import.meta.url);
  return JSON.parse(readFileSync(url, 'utf8')) as T;
}

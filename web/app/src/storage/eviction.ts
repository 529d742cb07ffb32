// Browsers may erase what an app keeps: when space is short, or after a week without use. Two marks
// outside the database (localStorage, a cookie of /app) say that there was something, and how much of
// it nobody else has.
import type { ValueStore } from './values.ts';

export type Mark = { since: string; waiting: number };

export interface Marks {
  read(): Mark | undefined;
  write(mark: Mark): void;
}

export type Start = { kind: 'first' } | { kind: 'kept' } | { kind: 'evicted'; mark: Mark };

// Once at each start. A storage that is new is marked; one that was erased is told of once more at
// each start until `acknowledge`.
export async function noticeEviction(
  values: ValueStore,
  marks: Marks,
  now: number,
): Promise<Start> {
  const canary = await values.get('canary');
  const mark = marks.read();
  if (canary !== undefined) {
    if (mark?.since !== canary) marks.write({ since: canary, waiting: 0 });
    return { kind: 'kept' };
  }
  if (mark) return { kind: 'evicted', mark };
  await acknowledge(values, marks, now);
  return { kind: 'first' };
}

// `waiting`: what was recorded since the eviction.
export async function acknowledge(
  values: ValueStore,
  marks: Marks,
  now: number,
  waiting = 0,
): Promise<void> {
  const since = new Date(now).toISOString();
  await values.put('canary', since);
  marks.write({ since, waiting });
}

// How many inspections wait in the queue, for the one who reads the mark after an eviction. A mark of an
// eviction that nobody acknowledged says how many were lost, and stays.
export async function noteWaiting(values: ValueStore, marks: Marks, waiting: number) {
  const canary = await values.get('canary');
  const mark = marks.read();
  if (mark?.since === canary && mark?.waiting !== waiting) {
    marks.write({ since: canary!, waiting });
  }
}

const name = 'ocop-inspector';
const cookieAgeS = 400 * 86_400; // the most that browsers take

function parse(text: string | null | undefined): Mark | undefined {
  const [since, waiting] = (text ?? '').split('|');
  return since && !Number.isNaN(Date.parse(since))
    ? { since, waiting: Number(waiting) || 0 }
    : undefined;
}

export const browserMarks: Marks = {
  read() {
    const cookie = document.cookie.split('; ').find((item) => item.startsWith(`${name}=`));
    return (
      parse(localStorage.getItem(name)) ??
      parse(cookie && decodeURIComponent(cookie.slice(name.length + 1)))
    );
  },
  write({ since, waiting }) {
    const text = `${since}|${waiting}`;
    localStorage.setItem(name, text);
    const kept = `path=/app; max-age=${cookieAgeS}; secure; samesite=strict`;
    document.cookie = `${name}=${encodeURIComponent(text)}; ${kept}`;
  },
};

// Problems in words. The texts come when the first one is needed, or the service worker keeps them.
import { Problem } from '../../../shared/api.ts';
import en from '../../problems.en.json?url';
import vi from '../../problems.vi.json?url';
import { currentLanguage, t } from './text.svelte.ts';

type Texts = Record<string, string>;

// Files of their own: a browser need not read as a script what is words alone.
const files = { vi, en };

export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  console.error(error);
  return new Problem('unknown');
}

let loaded: Texts = {};

// The texts of the language of the person, from now on known to problemText() and detailText().
export async function loadProblems(): Promise<void> {
  try {
    const file = await fetch(files[currentLanguage()]);
    loaded = (await file.json()) as Texts;
  } catch {
    // Without a network, and never asked before: slugs say it.
  }
}

// "unknown" is the browser's own, unless something answered that is no problem document.
export function problemText({ slug, status }: Problem): string {
  if (slug === 'offline') return t('problem_offline');
  const isKnown = Object.hasOwn(loaded, slug) && !(slug === 'unknown' && status > 0);
  return (
    (isKnown && loaded[slug]) ||
    t('problem_other', { slug: slug === 'unknown' ? 'HTTP' : slug, status })
  );
}

// What is wrong with one value; the service says it in English, and usual things are known here:
// whole, or by their beginning ("is easy to guess…").
export function detailText(detail: string): string {
  const asked = `detail: ${detail}`;
  const begins = ([key]: [string, string]) =>
    key.endsWith('…') && asked.startsWith(key.slice(0, -1));
  return loaded[asked] ?? Object.entries(loaded).find(begins)?.[1] ?? detail;
}

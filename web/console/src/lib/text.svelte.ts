import { chooseLanguage, fill, type Language, type Values } from '../../../shared/text.ts';
import vi from '../../vi.json';

export type Key = keyof typeof vi;
type Words = Record<Key, string>;

let words: Words = $state.raw(vi);
let language: Language = $state('vi');

// The text of a key in the language of the person; follows a change of language.
export function t(key: Key, values: Values = {}): string {
  return fill(words[key], values);
}

// The text of a key that the service's own word makes; "" where the word is not known here.
export function known(key: string): string {
  return Object.hasOwn(words, key) ? words[key as Key] : '';
}

export function currentLanguage(): Language {
  return language;
}

async function english(): Promise<Words> {
  const { default: texts } = await import('virtual:english');
  return Object.fromEntries(Object.keys(vi).map((key, n) => [key, texts[n]])) as Words;
}

export async function setLanguage(next: Language, remember = true): Promise<void> {
  words = next === 'vi' ? vi : await english();
  language = next;
  document.documentElement.lang = next;
  if (remember) localStorage.setItem('language', next);
}

export function startLanguage(): Promise<void> {
  return setLanguage(chooseLanguage(localStorage.getItem('language'), navigator.languages), false);
}

// A name of the register in the language of the person, else in Vietnamese.
export function nameOf(name: { vi: string; en?: string } | undefined): string {
  if (!name) return '';
  return (language === 'en' && name.en) || name.vi;
}

// The texts of the app: its own catalogue; for verdicts the consumer page's, for problems the
// console's. Vietnamese is the form that the others are held to (words.test.ts).
import vi from './vi.json' with { type: 'json' };
import en from './en.json' with { type: 'json' };
import viShared from 'virtual:shared-words/vi';
import enShared from 'virtual:shared-words/en';
import type { Name, Quantity } from '../bundle/bundle.ts';

export type Language = 'vi' | 'en';
export type Key = keyof typeof vi;

const catalogues: Record<Language, Record<string, string>> = {
  vi: { ...viShared, ...vi },
  en: { ...enShared, ...en },
};

const storageName = 'ocop-language';

class Words {
  language = $state<Language>(localStorage.getItem(storageName) === 'en' ? 'en' : 'vi');

  change() {
    this.language = this.language === 'vi' ? 'en' : 'vi';
    localStorage.setItem(storageName, this.language);
    document.documentElement.lang = this.language;
  }
}

export const words = new Words();
document.documentElement.lang = words.language;

function filled(text: string, values: Record<string, string | number>): string {
  return text.replaceAll(/\{(\w+)\}/g, (all, name: string) => String(values[name] ?? all));
}

export function t(key: Key, values: Record<string, string | number> = {}): string {
  return filled(catalogues[words.language][key] ?? key, values);
}

// A text of the consumer page: "heading_valid"; empty where there is none.
export function verdictText(key: string, values: Record<string, string | number> = {}): string {
  return filled(catalogues[words.language][key] ?? '', values);
}

// Why the service, or the network, said no; with the slug where nobody wrote words for it.
export function problemText(slug: string): string {
  return catalogues[words.language][`problem_${slug}`] ?? t('problem_other', { slug });
}

export function nameText(name: Name | undefined): string {
  if (!name) return '';
  return words.language === 'en' ? (name.en ?? name.vi) : name.vi;
}

export function quantityText({ value, unit }: Quantity): string {
  const number = value.toLocaleString(words.language === 'vi' ? 'vi-VN' : 'en-GB');
  return `${number} ${verdictText(`unit_${unit}`)}`;
}

// 2026-11-26 → 26/11/2026, and the same in English: officials' papers have it so.
export function dayText(day: string): string {
  return day.split('-').reverse().join('/');
}

const zone = 'Asia/Ho_Chi_Minh';

function parts(time: string | number, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat('vi-VN', { timeZone: zone, ...options }).format(new Date(time));
}

// 10:05 today, else 10:05 26/11.
export function timeText(time: string | number, now: number = Date.now()): string {
  const clock = parts(time, { hour: '2-digit', minute: '2-digit', hour12: false });
  const day = parts(time, { day: '2-digit', month: '2-digit' }).replace('-', '/');
  const today = parts(now, { day: '2-digit', month: '2-digit' }).replace('-', '/');
  return day === today ? clock : `${clock} ${day}`;
}

// 10:05 26/11/2026: for papers.
export function dateText(time: string | number): string {
  const clock = parts(time, { hour: '2-digit', minute: '2-digit', hour12: false });
  const day = parts(time, { day: '2-digit', month: '2-digit', year: 'numeric' });
  return `${clock} ${day.replaceAll('-', '/')}`;
}

export function ageText(ms: number): string {
  const minutes = Math.max(0, Math.floor(ms / 60_000));
  if (minutes === 0) return t('age_now');
  if (minutes < 60) return t('age_minutes', { count: minutes });
  const hours = Math.floor(minutes / 60);
  return hours < 72
    ? t('age_hours', { count: hours })
    : t('age_days', { count: Math.floor(hours / 24) });
}

// What a certificate is on a day, as registry/certificate.cpp says it; and what waits for whom.
import type { Schemas } from '../../../shared/api.ts';

type Certificate = Schemas['Certificate'];

const months = 36;

// The last day that it holds, without an extension: the day before the same day 36 months later.
export function lastDay(issued: string): string {
  const [year = 0, month = 1, day = 1] = issued.split('-').map(Number);
  const end = new Date(Date.UTC(year, month - 1 + months, day));
  // A day that the month does not have is its last one.
  if (end.getUTCDate() !== day) end.setUTCDate(0);
  else end.setUTCDate(end.getUTCDate() - 1);
  return end.toISOString().slice(0, 10);
}

export type Standing = 'waits' | 'not_yet' | 'valid' | 'extended' | 'lapsed' | 'withdrawn';

export function standing(of: Certificate, day: string): Standing {
  const { issued, extended_until: extended, withdrawal } = of.term;
  if (withdrawal && withdrawal.effective <= day && !(withdrawal.reinstated && withdrawal.reinstated <= day)) return 'withdrawn';
  if (of.confirmations.length < 2) return 'waits';
  if (day < issued) return 'not_yet';
  if (day <= lastDay(issued)) return 'valid';
  return extended && day <= extended ? 'extended' : 'lapsed';
}

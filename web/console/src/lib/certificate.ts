// What a certificate is on a day: certificate_end() and state_on() of src/stamp/certificate.cpp.
import type { Schemas } from '../../../shared/api.ts';

type Certificate = Schemas['Certificate'];

const months = 36;

// The last day of the 36 months, inclusive: the same day of the month three years on, or the last of a
// month that lacks it.
export function lastDay(issued: string): string {
  const [year = 0, month = 1, day = 1] = issued.split('-').map(Number);
  const end = new Date(Date.UTC(year, month - 1 + months, day));
  if (end.getUTCDate() !== day) end.setUTCDate(0);
  return end.toISOString().slice(0, 10);
}

// "waits" is what would be in force, had two persons confirmed it.
export type Standing = 'waits' | Schemas['CertificateState'];

export function standing(of: Certificate, day: string): Standing {
  const { issued, extended_until: extended = '', withdrawal } = of.term;
  if (day < issued) return 'not_yet';
  const withdrawn = withdrawal !== undefined && withdrawal.effective <= day;
  if (withdrawn && !(withdrawal.reinstated && withdrawal.reinstated <= day)) return 'withdrawn';
  const end = lastDay(issued);
  if (day > end && day > extended) return 'lapsed';
  if (of.confirmations.length < 2) return 'waits';
  if (withdrawn) return 'reinstated';
  return day > end ? 'extended' : 'valid';
}

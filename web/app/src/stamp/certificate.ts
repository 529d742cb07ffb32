// The dates of a certificate of stars, as include/ocop/stamp/certificate.hpp.
import { addMonths, type Day } from './days.ts';

export type Withdrawal = { ground: number; effective: Day; reinstated?: Day };
export type CertificateTerm = { issued: Day; extended_until?: Day; withdrawal?: Withdrawal };
export type CertificateState =
  'not_yet' | 'valid' | 'extended' | 'lapsed' | 'withdrawn' | 'reinstated';

const certificateMonths = 36;

export function certificateEnd(issued: Day): Day {
  return addMonths(issued, certificateMonths);
}

// Inclusive, with an extension.
export function lastDay(term: CertificateTerm): Day {
  const end = certificateEnd(term.issued);
  return term.extended_until !== undefined && term.extended_until > end ? term.extended_until : end;
}

export function stateOn(term: CertificateTerm, day: Day): CertificateState {
  if (day < term.issued) return 'not_yet';
  let standsAgain = false;
  if (term.withdrawal && day >= term.withdrawal.effective) {
    const back = term.withdrawal.reinstated;
    if (back === undefined || day < back) return 'withdrawn';
    standsAgain = true;
  }
  if (day > lastDay(term)) return 'lapsed';
  if (standsAgain) return 'reinstated';
  return day > certificateEnd(term.issued) ? 'extended' : 'valid';
}

export function isInForce(term: CertificateTerm, day: Day): boolean {
  return ['valid', 'extended', 'reinstated'].includes(stateOn(term, day));
}

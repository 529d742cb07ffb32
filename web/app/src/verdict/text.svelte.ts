// The words of an answer: the consumer page's for each verdict, the app's own for what a device adds.
import { ageText, dayText, t, timeText, verdictText } from '../words/words.svelte.ts';
import type { Age, Answer } from './answer.ts';

export function headingOf(answer: Answer): string {
  const { note, verdict } = answer;
  const time = answer.data_at ? timeText(answer.data_at) : '';
  switch (note) {
    case 'issued_since':
      return t('note_issued_since_heading', { time });
    case 'old':
      return t('note_old_heading');
    case 'not_in_bundle':
      return t('note_not_in_bundle_heading');
    case 'no_bundle':
      return t('note_no_bundle_heading');
    case undefined:
      return verdictHeading(verdict, answer);
  }
}

export function verdictHeading(verdict: string, answer?: Pick<Answer, 'certificate'>): string {
  const certificate = answer?.certificate;
  return verdictText(`heading_${verdict}`, {
    decision: certificate?.withdrawal?.decision ?? '…',
    last_day: certificate ? dayText(certificate.last_day) : '…',
    pin_day: '…',
  });
}

// Before the first dash or semicolon: for lists.
export function shortHeading(verdict: string): string {
  return verdictHeading(verdict).split(/ – |; /, 1)[0]!;
}

export function adviceOf(answer: Answer): string {
  switch (answer.note) {
    case 'issued_since':
      return t('note_issued_since');
    case 'old':
      return t('note_old');
    case 'not_in_bundle':
      return answer.stamp?.kid === undefined
        ? t('note_not_in_bundle')
        : `${t('note_signature_good')} ${t('note_not_in_bundle')}`;
    case 'no_bundle':
      return t('note_no_bundle');
    case undefined:
      return verdictText(`advice_${answer.verdict}`);
  }
}

// Of when the data are, and how old.
export function dataText(at: string, age: Age, now: number = Date.now()): string {
  const { state, ms } = age;
  const long = ageText(ms);
  const isAgo = state === 'fresh' && ms >= 60_000; // the others say "old"
  return t(`data_${state}`, {
    time: timeText(at, now),
    age: isAgo ? t('age_ago', { age: long }) : long,
  });
}

export function reasonOf(answer: Answer): string {
  return answer.reason === '' || answer.note ? '' : verdictText(`reason_${answer.reason}`);
}

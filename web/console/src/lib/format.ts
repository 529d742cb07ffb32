// Values as people read them, in the language of the person. Days and times are Vietnam's.
import type { Schemas } from '../../../shared/api.ts';
import { currentLanguage, t } from './text.svelte.ts';

const zone = 'Asia/Ho_Chi_Minh';

export function numberText(value: number): string {
  return new Intl.NumberFormat(currentLanguage()).format(value);
}

// "2026-11-26" as "26/11/2026".
export function dayText(day: string | undefined): string {
  return day ? day.split('-').reverse().join('/') : '';
}

export function timeText(instant: string | undefined): string {
  if (!instant) return '';
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    day: '2-digit',
    month: '2-digit',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  }).formatToParts(new Date(instant));
  const of = (type: string) => parts.find((part) => part.type === type)?.value ?? '';
  return `${of('hour')}:${of('minute')} ${of('day')}/${of('month')}/${of('year')}`;
}

// The legal day of an instant: "2026-11-26".
export function dayOf(instant: Date): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(instant);
}

export function today(): string {
  return dayOf(new Date());
}

export function unitText(unit: Schemas['Unit']): string {
  return t(`unit_${unit}`);
}

export function quantityText(value: number, unit: string): string {
  const known = unit === 'g' || unit === 'kg' || unit === 'ml' || unit === 'l' || unit === 'piece';
  return `${numberText(value)} ${known ? unitText(unit) : unit}`;
}

// An amount of a quota, which is kept in g, ml or pieces, in the larger unit where that is whole.
export function contentText(value: number, unit: 'g' | 'ml' | 'piece'): string {
  if (unit === 'piece') return quantityText(value, unit);
  return Math.abs(value) >= 1000
    ? quantityText(value / 1000, unit === 'g' ? 'kg' : 'l')
    : quantityText(value, unit);
}

// Who confirmed: the office within the authority, where there is one ("authority:phu-tho/Phòng …").
export function confirmedText(confirmations: Schemas['Confirmation'][]): string {
  const office = (unit: string) =>
    unit.slice(unit.indexOf('/') + 1).replace(/^(authority|producer|commune):/, '');
  return confirmations.map((one) => `${office(one.unit)} (${timeText(one.at)})`).join('; ');
}

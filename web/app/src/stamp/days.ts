// Legal days, in Asia/Ho_Chi_Minh: UTC+7 without summer time. A day is written 2026-11-26, so days
// compare as texts.

const offsetMs = 7 * 3_600_000;

export type Day = string;

export function legalDay(ms: number): Day {
  return new Date(ms + offsetMs).toISOString().slice(0, 10);
}

// The same day of the month, or the last of a month that lacks it.
export function addMonths(day: Day, months: number): Day {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const first = new Date(Date.UTC(year, month - 1 + months, 1));
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  first.setUTCDate(Math.min(date, last));
  return first.toISOString().slice(0, 10);
}

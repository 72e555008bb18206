import { todayText } from '../backend/forms';

export interface NamedPeriod {
  label: string;
  from_on: string;
  to_on: string;
}

const two = (number: number) => String(number).padStart(2, '0');

/** This month and year so far, the last whole month and year. */
export function monthsBack(today = todayText()): NamedPeriod[] {
  const [year = 0, month = 0] = today.split('-').map(Number);
  const [lastYear, lastMonth] = month === 1 ? [year - 1, 12] : [year, month - 1];
  const days = new Date(Date.UTC(lastYear, lastMonth, 0)).getUTCDate();
  return [
    { label: '本月', from_on: `${today.slice(0, 8)}01`, to_on: today },
    { label: '上月', from_on: `${lastYear}-${two(lastMonth)}-01`, to_on: `${lastYear}-${two(lastMonth)}-${two(days)}` },
    { label: '今年', from_on: `${year}-01-01`, to_on: today },
    { label: '去年', from_on: `${year - 1}-01-01`, to_on: `${year - 1}-12-31` },
  ];
}

/** How much a figure grew, in words; nothing to compare with is said so. */
export function compared(now: number, before: number): string {
  if (before === 0) return now === 0 ? '持平' : '上期为 0';
  const tenths = Math.round(((now - before) * 1000) / Math.abs(before));
  return `${tenths > 0 ? '+' : ''}${(tenths / 10).toFixed(1)}%`;
}

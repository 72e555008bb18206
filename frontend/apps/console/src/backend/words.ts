import { fenFromApi, formatInstant, formatShort, formatYuan } from '@xiangzhan/core';

export const CLOSED = '<5';

/** Money of the API for reading; what is closed says so. */
export function yuanText(amount: string | null): string {
  return amount === null ? CLOSED : formatYuan(fenFromApi(amount));
}

export function shortYuan(amount: string | null): string {
  return amount === null ? CLOSED : formatShort(fenFromApi(amount));
}

export function countText(count: number | null): string {
  return count === null ? CLOSED : count.toLocaleString('zh-CN');
}

/** A count that the API writes as text, because it may be "<5". */
export function householdsText(count: string): string {
  return count === CLOSED ? CLOSED : countText(Number(count));
}

export function instantText(instant: string | null | undefined): string {
  return instant ? formatInstant(instant) : '—';
}

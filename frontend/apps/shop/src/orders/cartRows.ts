import { type Fen, formatYuan } from '@xiangzhan/core';

import type { CartLine } from './cart';
import { t } from './messages.zh';
import type { Quote, QuoteLine } from './models';

export interface CartRow extends CartLine {
  amount: Fen;
  /** Packages in stock, null while the server was not asked. */
  available: number | null;
  /** What changed since it was put in, in words. */
  notice: string;
  /** True where the line cannot be ordered as it stands. */
  blocked: boolean;
}

export interface CartGroup {
  station: string;
  rows: CartRow[];
  goods: Fen;
  shipping: Fen | null;
}

/** The lines by ship-from station, with what the server says of them now where it was asked. */
export function cartGroups(lines: readonly CartLine[], quote: Quote | null): CartGroup[] {
  const rows = lines.map((line) => rowOf(line, quote));
  const stations = [...new Set(lines.map((line) => line.station_name))];
  return stations.map((station) => {
    const own = rows.filter((row) => row.station_name === station);
    const quoted = quote?.stations.find((one) => one.station_name === station);
    const goods = own.reduce((sum, row) => sum + row.amount, 0);
    return { station, rows: own, goods, shipping: quoted?.shipping ?? null };
  });
}

function rowOf(line: CartLine, quote: Quote | null): CartRow {
  const now = quote?.lines.find((one) => one.listing === line.listing);
  const price = now?.price ?? line.price;
  return {
    ...line,
    price,
    amount: price * line.quantity,
    available: now?.available_packages ?? null,
    notice: now ? noticeOf(line, now) : '',
    blocked: now ? isBlocked(line, now) : false,
  };
}

function isBlocked(line: CartLine, now: QuoteLine): boolean {
  return now.available_packages < line.quantity || now.problem !== null;
}

function noticeOf(line: CartLine, now: QuoteLine): string {
  const left = now.available_packages;
  if (left < 1) return t('cart.gone', { why: now.problem ?? t('cart.soldOut') });
  if (left < line.quantity) return t('cart.short', { n: left });
  if (now.problem) return now.problem;
  if (now.price === line.price) return '';
  const change = now.price > line.price ? 'cart.priceUp' : 'cart.priceDown';
  return t(change, { old: formatYuan(line.price), now: formatYuan(now.price) });
}

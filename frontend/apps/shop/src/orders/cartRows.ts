import { type Fen, formatYuan } from '@xiangzhan/core';

import type { CartLine } from './cart';
import { t } from './messages.zh';
import type { Quote, QuoteLine, QuoteStation } from './models';

export interface CartRow extends CartLine {
  amount: Fen;
  /** Packages in stock, null while the server was not asked. */
  available: number | null;
  /** What changed since it was put in, in words. */
  notice: string;
  /** True where the line cannot be ordered as it stands. */
  blocked: boolean;
  /** The number of the order it goes into. */
  order: number;
}

export interface CartGroup {
  station: string;
  /** Which of the cart's orders it belongs to; one merchant account is one order. */
  order: number;
  rows: CartRow[];
  goods: Fen;
  shipping: Fen | null;
  /** The remote region's part of the fee. */
  surcharge: Fen;
  /** What is missing to the station's free shipping; 0 where it is reached or nothing is charged. */
  missing: Fen;
  problem: string;
}

/** The lines by ship-from station, with what the server says of them now where it was asked. */
export function cartGroups(lines: readonly CartLine[], quote: Quote | null): CartGroup[] {
  const rows = lines.map((line) => rowOf(line, quote));
  const groups = new Map<string, CartRow[]>();
  for (const row of rows) {
    const key = `${row.order} ${row.station_name}`;
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return [...groups.values()].map((own) => groupOf(own, quote));
}

function groupOf(rows: CartRow[], quote: Quote | null): CartGroup {
  const [{ station_name: station, order }] = rows as [CartRow];
  const there = quote?.stations.find(
    (one) => one.station_name === station && one.order === order,
  );
  const goods = rows.reduce((sum, row) => sum + row.amount, 0);
  return { station, order, rows, goods, ...(there ? feesOf(there) : UNKNOWN_FEES) };
}

const UNKNOWN_FEES = { shipping: null, surcharge: 0, missing: 0, problem: '' };

function feesOf({ shipping, surcharge, free_from, goods, problem }: QuoteStation) {
  const missing = shipping > surcharge ? Math.max(free_from - goods, 0) : 0;
  return { shipping, surcharge, missing, problem: problem ?? '' };
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
    order: now?.order ?? 0,
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

/** The fee of a station's parcel in words: what a remote region adds, what is missing to free. */
export function shippingWords(group: CartGroup): string {
  const words = group.shipping === 0 ? [t('fee.free')] : [t('fee.of')];
  if (group.surcharge) words.push(t('fee.surcharge', { fee: formatYuan(group.surcharge) }));
  if (group.missing) words.push(t('fee.missing', { fen: formatYuan(group.missing) }));
  return words.join('，');
}

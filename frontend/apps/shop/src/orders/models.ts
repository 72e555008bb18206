import { type Fen, fenFromApi } from '@xiangzhan/core';

import type {
  ListingDetailWire,
  ListingWire,
  MoneyShareWire,
  OrderLineWire,
  OrderRowWire,
  OrderWire,
  QuoteLineWire,
  QuoteStationWire,
  QuoteWire,
  SourceWire,
} from './wire';

/** A record of the server whose amounts were turned from yuan text into integer fen. */
type InFen<T, Keys extends keyof T> = Omit<T, Keys> & Record<Keys, Fen>;

export type Listing = InFen<ListingWire, 'price' | 'price_per_jin'>;
export type MoneyShare = InFen<MoneyShareWire, 'low' | 'high'>;
export type ListingDetail = Listing &
  Omit<ListingDetailWire, keyof ListingWire | 'shipping' | 'where_the_money_goes'> & {
    /** Null where the county has no shipping rule yet. */
    shipping: { fee: Fen; free_from: Fen } | null;
    where_the_money_goes: MoneyShare[];
  };

export type QuoteLine = InFen<QuoteLineWire, 'price' | 'amount'>;
export type QuoteStation = InFen<QuoteStationWire, 'goods' | 'shipping'>;
export type Quote = Omit<InFen<QuoteWire, 'goods' | 'shipping' | 'total'>, 'lines' | 'stations'> & {
  lines: QuoteLine[];
  stations: QuoteStation[];
};

export type OrderRow = InFen<OrderRowWire, 'total'>;
export type Source = InFen<SourceWire, 'share'>;
export type OrderLine = Omit<InFen<OrderLineWire, 'price' | 'amount'>, 'sources'> & {
  sources: Source[];
};
export interface MoneyPart {
  part: string;
  name: string;
  amount: Fen;
}
export type Order = Omit<InFen<OrderWire, 'goods' | 'shipping' | 'total'>, 'lines' | 'money_parts'> & {
  lines: OrderLine[];
  money_parts: MoneyPart[] | null;
};

function inFen<T extends object, Keys extends keyof T>(row: T, ...keys: Keys[]): InFen<T, Keys> {
  const amounts = Object.fromEntries(keys.map((key) => [key, fenFromApi(String(row[key]))]));
  return { ...row, ...amounts } as InFen<T, Keys>;
}

export const listingOf = (wire: ListingWire): Listing => inFen(wire, 'price', 'price_per_jin');

export function listingDetailOf(wire: ListingDetailWire): ListingDetail {
  return {
    ...inFen(wire, 'price', 'price_per_jin'),
    shipping: wire.shipping && inFen(wire.shipping, 'fee', 'free_from'),
    where_the_money_goes: wire.where_the_money_goes.map((share) => inFen(share, 'low', 'high')),
  };
}

export function quoteOf(wire: QuoteWire): Quote {
  return {
    ...inFen(wire, 'goods', 'shipping', 'total'),
    stations: wire.stations.map((station) => inFen(station, 'goods', 'shipping')),
    lines: wire.lines.map((line) => inFen(line, 'price', 'amount')),
  };
}

export const orderRowOf = (wire: OrderRowWire): OrderRow => inFen(wire, 'total');

export function orderOf(wire: OrderWire): Order {
  return {
    ...inFen(wire, 'goods', 'shipping', 'total'),
    lines: wire.lines.map((line) => ({
      ...inFen(line, 'price', 'amount'),
      sources: line.sources.map((source) => inFen(source, 'share')),
    })),
    money_parts: wire.money_parts?.map((part) => inFen(part, 'amount')) ?? null,
  };
}

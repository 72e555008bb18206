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
  ShippingWire,
  SourceWire,
  ZoneWire,
} from './wire';

/** A record of the server whose amounts were turned from yuan text into integer fen. */
type InFen<T, Keys extends keyof T> = Omit<T, Keys> & Record<Keys, Fen>;

export type Listing = InFen<ListingWire, 'price' | 'price_per_jin'>;
export type MoneyShare = InFen<MoneyShareWire, 'low' | 'high'>;
export type Zone = InFen<ZoneWire, 'surcharge'>;
export type ShippingTerms = Omit<InFen<ShippingWire, 'fee' | 'free_from' | 'step'>, 'zones'> & {
  zones: Zone[];
};
export type ListingDetail = Listing &
  Omit<ListingDetailWire, keyof ListingWire | 'shipping' | 'where_the_money_goes'> & {
    /** Null where the county has no shipping rule yet. */
    shipping: ShippingTerms | null;
    where_the_money_goes: MoneyShare[];
  };

export type QuoteLine = InFen<QuoteLineWire, 'price' | 'amount'>;
export type QuoteStation = InFen<QuoteStationWire, 'goods' | 'shipping' | 'surcharge' | 'free_from'>;
export type QuoteOrder = InFen<QuoteWire['orders'][0], 'goods' | 'shipping' | 'total'>;
type QuoteLists = 'lines' | 'stations' | 'orders';
export type Quote = Omit<InFen<QuoteWire, 'goods' | 'shipping' | 'total'>, QuoteLists> & {
  lines: QuoteLine[];
  stations: QuoteStation[];
  orders: QuoteOrder[];
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
export type TogetherOrder = InFen<OrderWire['placed_together'][0], 'total'>;
export type OrderRefund = InFen<OrderWire['refunds'][0], 'amount'>;
export type Claimable = InFen<OrderWire['claimable'][0], 'worth'>;
export type Claim = InFen<OrderWire['claims'][0], 'amount'>;
export type Adjustment = Omit<OrderWire['adjustments'][0], 'refund'> & { refund: Fen | null };
type OrderLists =
  'lines' | 'money_parts' | 'placed_together' | 'refunds' | 'claimable' | 'claims' | 'adjustments';
export type Order = Omit<InFen<OrderWire, 'goods' | 'shipping' | 'total'>, OrderLists> & {
  lines: OrderLine[];
  money_parts: MoneyPart[] | null;
  placed_together: TogetherOrder[];
  refunds: OrderRefund[];
  claimable: Claimable[];
  claims: Claim[];
  adjustments: Adjustment[];
};

function inFen<T extends object, Keys extends keyof T>(row: T, ...keys: Keys[]): InFen<T, Keys> {
  const amounts = Object.fromEntries(keys.map((key) => [key, fenFromApi(String(row[key]))]));
  return { ...row, ...amounts } as InFen<T, Keys>;
}

export const listingOf = (wire: ListingWire): Listing => inFen(wire, 'price', 'price_per_jin');

export function listingDetailOf(wire: ListingDetailWire): ListingDetail {
  return {
    ...inFen(wire, 'price', 'price_per_jin'),
    shipping: wire.shipping && shippingOf(wire.shipping),
    where_the_money_goes: wire.where_the_money_goes.map((share) => inFen(share, 'low', 'high')),
  };
}

function shippingOf(wire: ShippingWire): ShippingTerms {
  const zones = wire.zones.map((zone) => inFen(zone, 'surcharge'));
  return { ...inFen(wire, 'fee', 'free_from', 'step'), zones };
}

export function quoteOf(wire: QuoteWire): Quote {
  return {
    ...inFen(wire, 'goods', 'shipping', 'total'),
    stations: wire.stations.map((one) => inFen(one, 'goods', 'shipping', 'surcharge', 'free_from')),
    orders: wire.orders.map((one) => inFen(one, 'goods', 'shipping', 'total')),
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
    placed_together: wire.placed_together.map((one) => inFen(one, 'total')),
    refunds: wire.refunds.map((one) => inFen(one, 'amount')),
    claimable: wire.claimable.map((one) => inFen(one, 'worth')),
    claims: wire.claims.map((one) => inFen(one, 'amount')),
    adjustments: wire.adjustments.map((one) => ({
      ...one,
      refund: one.refund === null ? null : fenFromApi(one.refund),
    })),
  };
}

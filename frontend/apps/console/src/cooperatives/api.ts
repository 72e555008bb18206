import type { Schema } from '@xiangzhan/core';
import { api } from '@xiangzhan/ui/session';

import type { CursorPage } from '../backend/lists';

export interface Listing {
  uid: string;
  title: string;
  status: string;
  status_name: string;
  product_name: string;
  grade_name: string;
  story?: string;
  package_g: number;
  price: string;
  price_per_jin: string;
  picture: string;
  available_packages: number;
  lots: { code: string; available_g: number }[];
  reason: string | null;
  station_name?: string;
  content_digest: string;
  policy_name: string;
  photos: { hash: string; thumb_url: string; url: string }[];
}

export interface Lot {
  code: string;
  product_name: string;
  grade_name: string;
  household_name: string;
  received_g: number;
  available_g: number;
  held_g: number;
  sold_g: number;
  expires_on: string;
  listing_title: string | null;
}

export interface Receipt {
  uid: string;
  household_name: string;
  product_name: string;
  grade_name: string;
  mode_name: string;
  net_g: number;
  price_per_jin: string | null;
  amount: string | null;
  weighed_at: string;
  lot: { code: string } | null;
}

export interface VoidRequest {
  uid: string;
  receipt: Receipt;
  station_name: string;
  read_back: string;
  reason: string;
  asked_by_name: string;
  asked_at: string;
  voided_at: string | null;
  content_digest: string;
}

export interface StockRow {
  station: string;
  station_name: string;
  product: string;
  product_name: string;
  grade_name: string;
  lots_count: number;
  available_g: number;
  held_g: number;
  unlisted_g: number;
  unpriced_g: number;
  soon_g: number;
  expired_g: number;
  oldest_on: string;
  first_expiry_on: string;
}

export type StockCount = Schema<'StockCount'>;
export type CountDetail = Schema<'StockCountDetail'>;
export type CountLine = Schema<'CountLine'>;
export type DayClose = Schema<'DayClose'>;
export type CloseWords = Schema<'CloseDayForRequest'> & { station: string };
/** A row of the list: one that was voided stays in it. */
export type ReceiptRow = Receipt & { voided_at: string | null; reprints_count: number };
type Query = Record<string, string>;

export const cooperativesApi = {
  listings: (query: Query, signal: AbortSignal) =>
    api.get<CursorPage<Listing>>('/listings', { query, signal }),
  listing: (uid: string, signal: AbortSignal) => api.get<Listing>(`/listings/${uid}`, { signal }),
  release: (uid: string, contentDigest: string, idempotencyKey: string) =>
    api.post<Listing>(
      `/listings/${uid}/release`,
      { content_digest: contentDigest },
      { idempotencyKey },
    ),
  giveBack: (uid: string, reason: string, idempotencyKey: string) =>
    api.post<Listing>(`/listings/${uid}/return`, { reason }, { idempotencyKey }),
  lots: (query: Query, signal: AbortSignal) =>
    api.get<CursorPage<Lot>>('/lots', { query, signal }),
  stock: (signal: AbortSignal) => api.get<StockRow[]>('/stock', { signal }),
  voidRequest: (uid: string, signal: AbortSignal) =>
    api.get<VoidRequest>(`/void-requests/${uid}`, { signal }),
  receipts: (query: Query, signal: AbortSignal) =>
    api.get<CursorPage<ReceiptRow>>('/receipts', { query, signal }),
  voids: (query: Query, signal: AbortSignal) =>
    api.get<CursorPage<VoidRequest>>('/void-requests', { query, signal }),
  counts: (query: Query, signal: AbortSignal) =>
    api.get<CursorPage<StockCount>>('/stock-counts', { query, signal }),
  count: (uid: string, signal: AbortSignal) =>
    api.get<CountDetail>(`/stock-counts/${uid}`, { signal }),
  closeDay: ({ station, ...body }: CloseWords, idempotencyKey: string) =>
    api.post<DayClose>(`/stations/${station}/day-closes`, body, { idempotencyKey }),
  closes: (query: Query, signal: AbortSignal) =>
    api.get<CursorPage<DayClose>>('/day-closes', { query, signal }),
};

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
  available_packages: number;
  lots: { code: string; available_g: number }[];
  reason: string | null;
  station_name?: string;
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
  price_per_jin: string;
  amount: string;
  weighed_at: string;
  lot: { code: string } | null;
}

type Query = Record<string, string>;

export const cooperativesApi = {
  listings: (query: Query, signal: AbortSignal) =>
    api.get<CursorPage<Listing>>('/listings', { query, signal }),
  listing: (uid: string, signal: AbortSignal) => api.get<Listing>(`/listings/${uid}`, { signal }),
  release: (uid: string, idempotencyKey: string) =>
    api.post<Listing>(`/listings/${uid}/release`, {}, { idempotencyKey }),
  giveBack: (uid: string, reason: string, idempotencyKey: string) =>
    api.post<Listing>(`/listings/${uid}/return`, { reason }, { idempotencyKey }),
  lots: (query: Query, signal: AbortSignal) =>
    api.get<CursorPage<Lot>>('/lots', { query, signal }),
  receipts: (query: Query, signal: AbortSignal) =>
    api.get<CursorPage<Receipt>>('/receipts', { query, signal }),
};

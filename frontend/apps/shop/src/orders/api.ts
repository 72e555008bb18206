import type { Page, Query } from '@xiangzhan/core';
import { api } from '@xiangzhan/ui/session';

import {
  type Listing,
  type ListingDetail,
  listingDetailOf,
  listingOf,
  type Order,
  orderOf,
  type OrderRow,
  orderRowOf,
  type Quote,
  quoteOf,
} from './models';
import type {
  AddressRow,
  Attempt,
  Category,
  ClaimWire,
  Consent,
  Delivery,
  Heading,
  Invoice,
  KeptPhoto,
  ListingReviews,
  ListingDetailWire,
  ListingWire,
  NewAddress,
  NewClaim,
  NewOrder,
  NewReview,
  OpenAddress,
  OrderRowWire,
  OrderWire,
  Placed,
  QuoteWire,
  Reminder,
  Review,
  Seller,
  Suggestions,
  Township,
} from './wire';

/** The next page comes as a whole address or as the cursor alone. */
export function cursorOf(next: string | null): string | null {
  if (!next?.includes('cursor=')) return next;
  return new URL(next, location.origin).searchParams.get('cursor');
}

async function pageOf<Wire, T>(
  path: string,
  query: Query,
  turn: (wire: Wire) => T,
  signal: AbortSignal,
): Promise<Page<T>> {
  const page = await api.get<Page<Wire>>(path, { query, signal });
  return { results: page.results.map(turn), next: cursorOf(page.next) };
}

export interface Wanted {
  lines: { listing: string; quantity: number }[];
  /** Where it goes; empty while it is not known yet. */
  region: string;
  pick_up: boolean;
}

export const catalogueApi = {
  listings: (query: Query, signal: AbortSignal): Promise<Page<Listing>> =>
    pageOf<ListingWire, Listing>('/public/listings', query, listingOf, signal),
  categories: (signal: AbortSignal) => api.get<Category[]>('/public/categories', { signal }),
  townships: (signal: AbortSignal) => api.get<Township[]>('/public/townships', { signal }),
  suggestions: (search: string, signal: AbortSignal) =>
    api.get<Suggestions>('/public/suggestions', { query: { search }, signal }),
  listing: async (uid: string, signal: AbortSignal): Promise<ListingDetail> =>
    listingDetailOf(await api.get<ListingDetailWire>(`/public/listings/${uid}`, { signal })),
  seller: (uid: string, signal: AbortSignal) =>
    api.get<Seller>(`/public/listings/${uid}/seller`, { signal }),
  delivery: (uid: string, signal: AbortSignal) =>
    api.get<Delivery>(`/public/listings/${uid}/delivery`, { signal }),
};

export const addressesApi = {
  list: (query: Query, signal?: AbortSignal): Promise<Page<AddressRow>> =>
    api.get<Page<AddressRow>>('/addresses', { query, signal }),
  open: (uid: string, signal?: AbortSignal) =>
    api.get<OpenAddress>(`/addresses/${uid}`, { signal }),
  keep: (address: NewAddress, idempotencyKey: string) =>
    api.post<AddressRow>('/addresses', address, { idempotencyKey }),
  edit: (uid: string, address: NewAddress & { version: number }, idempotencyKey: string) =>
    api.put<AddressRow>(`/addresses/${uid}`, address, { idempotencyKey }),
  prefer: (uid: string, idempotencyKey: string) =>
    api.post<AddressRow>(`/addresses/${uid}/default`, {}, { idempotencyKey }),
  forget: (uid: string, idempotencyKey: string) =>
    api.delete(`/addresses/${uid}`, { idempotencyKey }),
};

export const reviewsApi = {
  ofListing: async (uid: string, cursor: string | null, signal: AbortSignal) => {
    const path = `/public/listings/${uid}/reviews`;
    const page = await api.get<ListingReviews>(path, { query: { cursor }, signal });
    return { ...page, next: cursorOf(page.next) };
  },
  ofOrder: (order: string, signal: AbortSignal) =>
    api.get<Page<Review>>('/reviews', { query: { order, page_size: 50 }, signal }),
  write: (order: string, said: NewReview, idempotencyKey: string) =>
    api.post<Review>(`/orders/${order}/reviews`, said, { idempotencyKey }),
};

export const invoicesApi = {
  ofOrder: (order: string, signal: AbortSignal) =>
    api.get<Page<Invoice>>('/invoices', { query: { order, page_size: 50 }, signal }),
  ask: (order: string, heading: Heading, idempotencyKey: string) =>
    api.post<Invoice[]>(`/orders/${order}/invoices`, heading, { idempotencyKey }),
  withdraw: (uid: string, idempotencyKey: string) =>
    api.post<Invoice>(`/invoices/${uid}/withdraw`, {}, { idempotencyKey }),
  file: (uid: string, idempotencyKey: string) =>
    api.post<{ url: string }>(`/invoices/${uid}/file`, {}, { idempotencyKey }),
};

export const remindersApi = {
  list: (query: Query, signal: AbortSignal): Promise<Page<Reminder>> =>
    pageOf<Reminder, Reminder>('/reminders', query, (one) => one, signal),
  ask: (listing: string, idempotencyKey: string) =>
    api.post<Reminder>('/reminders', { listing }, { idempotencyKey }),
  forget: (uid: string, idempotencyKey: string) =>
    api.delete(`/reminders/${uid}`, { idempotencyKey }),
};

export const privacyApi = {
  data: (signal?: AbortSignal) => api.get<Record<string, unknown>>('/my-data', { signal }),
  consents: (signal: AbortSignal) => api.get<Consent[]>('/my-data/consents', { signal }),
  withdraw: (purpose: string, idempotencyKey: string) =>
    api.post<Consent[]>('/my-data/consents/withdraw', { purpose }, { idempotencyKey }),
  erase: (password: string, idempotencyKey: string) =>
    api.post('/my-data/erase', { password }, { idempotencyKey }),
};

export const ordersApi = {
  quote: async (wanted: Wanted, signal?: AbortSignal): Promise<Quote> =>
    quoteOf(await api.post<QuoteWire>('/orders/quote', wanted, { signal })),
  place: (order: NewOrder, idempotencyKey: string) =>
    api.post<Placed>('/orders', order, { idempotencyKey }),
  list: (query: Query, signal: AbortSignal): Promise<Page<OrderRow>> =>
    pageOf<OrderRowWire, OrderRow>('/orders', query, orderRowOf, signal),
  read: async (number: string, signal?: AbortSignal): Promise<Order> =>
    orderOf(await api.get<OrderWire>(`/orders/${number}`, { signal })),
  startPayment: (number: string, channel: 'wap' | 'page', idempotencyKey: string) =>
    api.post<Attempt>(`/orders/${number}/payment-attempts`, { channel }, { idempotencyKey }),
  claim: (number: string, claim: NewClaim, idempotencyKey: string) =>
    api.post<ClaimWire>(`/orders/${number}/claims`, claim, { idempotencyKey }),
  keepClaimPhoto: (number: string, photo: Blob) => {
    const form = new FormData();
    form.append('order', number);
    form.append('photo', photo, 'claim.jpg');
    return api.post<KeptPhoto>('/claim-photos', form, { timeoutMs: 120_000 });
  },
  withdrawClaim: (uid: string, idempotencyKey: string) =>
    api.post<ClaimWire>(`/claims/${uid}/withdraw`, {}, { idempotencyKey }),
  cancel: async (number: string, idempotencyKey: string): Promise<Order> =>
    orderOf(await api.post<OrderWire>(`/orders/${number}/cancel`, {}, { idempotencyKey })),
  confirmReceipt: async (number: string, idempotencyKey: string): Promise<Order> =>
    orderOf(await api.post<OrderWire>(`/orders/${number}/confirm-receipt`, {}, { idempotencyKey })),
};

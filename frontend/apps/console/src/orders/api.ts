import { newUuid, type Schema } from '@xiangzhan/core';
import { api } from '@xiangzhan/ui/session';

import type { CursorPage } from '../backend/lists';

export interface OrderRow {
  number: string;
  status: string;
  status_name: string;
  total: string;
  placed_at: string;
  lines: { title: string; quantity: number }[];
  region: string;
  station_names: string[];
}

export interface OrderSource {
  lot_code: string;
  household_name: string;
  village: string;
  station_name: string;
  cooperative_name: string;
  weight_g: number;
  share: string;
}

export interface OrderLine {
  position: number;
  title: string;
  product_name: string;
  grade_name: string;
  quantity: number;
  weight_g: number;
  price: string;
  amount: string;
  sources: OrderSource[];
}

export interface MoneyPart {
  part: string;
  name: string;
  amount: string;
}

export interface Order {
  number: string;
  status: string;
  status_name: string;
  goods: string;
  shipping: string;
  total: string;
  lines: OrderLine[];
  steps: { status: string; status_name: string; at: string }[];
  shipments: {
    uid: string;
    station_name: string;
    status_name: string;
    courier: string | null;
    waybill: string | null;
  }[];
  money_parts: MoneyPart[] | null;
  refunds: { uid: string; amount: string; reason_name: string; state_name: string; requested_at: string }[];
  adjustments: Adjustment[];
  claims: Claim[];
  attempts: Schema<'Attempt'>[];
  claimable: Schema<'Claimable'>[];
}

export interface Adjustment {
  kind_name: string;
  title: string;
  lot_code: string;
  old_g: number;
  new_g: number;
  reason: string;
  by_name: string;
  at: string;
  refund: string | null;
}

export interface Claim {
  uid: string;
  order_number: string;
  kind_name: string;
  state_name: string;
  amount: string;
  reason: string;
  made_at: string;
  lines: { position: number; title: string; quantity: number; amount: string }[];
}

export interface ClaimDetail extends Claim {
  digest: string;
  can_decide: boolean;
  can_withdraw: boolean;
  preview: RefundPreview | null;
  photo: Schema<'KeptPhoto'> | null;
}

export type RefundPreview = Schema<'RefundPreview'>;

export interface RefundRow {
  uid: string;
  order_number: string;
  amount: string;
  reason_name: string;
  state: string;
  state_name: string;
  refusal: string;
  requested_at: string;
}

export interface Difference {
  uid: string;
  day: string;
  merchant_name: string;
  difference_name: string;
  row_name: string;
  number: string;
  order_number: string;
  bill: string | null;
  ledger: string | null;
  resolved_at: string | null;
  resolved_by_name: string;
  resolution: string;
}

export interface Standing {
  last_day: string | null;
  last_import_at: string | null;
  open_items: number;
  stale: boolean;
}

export const ordersApi = {
  list: (query: Record<string, string>, signal: AbortSignal) =>
    api.get<CursorPage<OrderRow>>('/orders', { query, signal }),
  one: (number: string, signal: AbortSignal) => api.get<Order>(`/orders/${number}`, { signal }),
};

type Query = Record<string, string>;

export const claimsApi = {
  list: (query: Query, signal: AbortSignal) => api.get<CursorPage<Claim>>('/claims', { query, signal }),
  one: (uid: string, signal: AbortSignal) => api.get<ClaimDetail>(`/claims/${uid}`, { signal }),
  decide: (uid: string, word: { verdict: string; comment: string; digest: string }, idempotencyKey: string) =>
    api.post<ClaimDetail>(`/claims/${uid}/decide`, word, { idempotencyKey }),
  /** Whose share an offer would lower. */
  preview: (number: string, lines: Schema<'AskedLineRequest'>[]) =>
    api.post<RefundPreview>(`/orders/${number}/refund-preview`, { lines }, { idempotencyKey: newUuid() }),
  offer: (number: string, said: { lines: Schema<'AskedLineRequest'>[]; reason: string }, idempotencyKey: string) =>
    api.post<ClaimDetail>(`/orders/${number}/claims`, { kind: 'goodwill', ...said }, { idempotencyKey }),
  withdraw: (uid: string, idempotencyKey: string) =>
    api.post<ClaimDetail>(`/claims/${uid}/withdraw`, {}, { idempotencyKey }),
};

export const refundsApi = {
  list: (query: Query, signal: AbortSignal) => api.get<CursorPage<RefundRow>>('/refunds', { query, signal }),
  retry: (uid: string, idempotencyKey: string) =>
    api.post<RefundRow>(`/refunds/${uid}/retry`, {}, { idempotencyKey }),
};

export const reconciliationApi = {
  items: (query: Query, signal: AbortSignal) =>
    api.get<CursorPage<Difference>>('/reconciliation/items', { query, signal }),
  standing: (signal: AbortSignal) => api.get<Standing>('/reconciliation/standing', { signal }),
  resolve: (uid: string, resolution: string, idempotencyKey: string) =>
    api.post<Difference>(`/reconciliation/items/${uid}/resolve`, { resolution }, { idempotencyKey }),
};

export type Incident = Schema<'Incident'>;

export const incidentsApi = {
  list: (query: Query, signal: AbortSignal) => api.get<CursorPage<Incident>>('/payment-incidents', { query, signal }),
  take: (uid: string, due_on: string, idempotencyKey: string) =>
    api.post<Incident>(`/payment-incidents/${uid}/take`, { due_on }, { idempotencyKey }),
  resolve: (uid: string, resolution: string, idempotencyKey: string) =>
    api.post<Incident>(`/payment-incidents/${uid}/resolve`, { resolution }, { idempotencyKey }),
};

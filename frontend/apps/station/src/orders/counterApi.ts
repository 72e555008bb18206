import type { Page, Schema } from '@xiangzhan/core';
import { api } from '@xiangzhan/ui/session';

export type CounterCode = Schema<'CounterCode'>;
export type CounterState = Schema<'CounterState'>;
export type UnpaidOrder = Schema<'ListedOrder'>;

export const counterApi = {
  unpaid: (cursor: string | null, signal?: AbortSignal) =>
    api.get<Page<UnpaidOrder>>('/orders', { query: { status: 'placed', cursor }, signal }),
  show: (number: string, idempotencyKey: string) =>
    api.post<CounterCode>(`/orders/${number}/counter-codes`, {}, { idempotencyKey }),
  state: (uid: string) => api.get<CounterState>(`/counter-codes/${uid}`),
  takeBack: (uid: string, idempotencyKey: string) =>
    api.post<CounterState>(`/counter-codes/${uid}/take-back`, {}, { idempotencyKey }),
};

import type { Page, Schema } from '@xiangzhan/core';
import { api } from '@xiangzhan/ui/session';

export type Return = Schema<'Claim'>;
export type Fate = 'shelf' | 'waste';

export const returnsApi = {
  awaited: (cursor: string | null, signal?: AbortSignal) =>
    api.get<Page<Return>>('/claims', { query: { state: 'awaiting_goods', cursor }, signal }),
  receive: (uid: string, fate: Fate, idempotencyKey: string) =>
    api.post<Return>(`/claims/${uid}/receive`, { fate }, { idempotencyKey }),
};

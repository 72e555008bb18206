import type { Schema } from '@xiangzhan/core';
import { api } from '@xiangzhan/ui/session';

import type { CursorPage } from '../backend/lists';

export type PeriodClose = Schema<'PeriodClose'>;

export const closingApi = {
  list: (query: Record<string, string>, signal: AbortSignal) =>
    api.get<CursorPage<PeriodClose>>('/period-closes', { query, signal }),
  ask: (month: string, idempotencyKey: string) =>
    api.post<PeriodClose>('/period-closes', { month }, { idempotencyKey }),
};

import type { Schema } from '@xiangzhan/core';
import { api } from '@xiangzhan/ui/session';

import type { FormValues } from '../backend/forms';
import type { CursorPage } from '../backend/lists';

export type Finding = Schema<'Finding'>;
export type FindingRow = Schema<'FindingRow'>;
export type OpenedFinding = Schema<'OpenedFinding'>;

export const tradeApi = {
  list: (query: Record<string, string>, signal: AbortSignal) =>
    api.get<CursorPage<Finding>>('/trade-findings', { query, signal }),
  open: (uid: string, purpose: string, signal: AbortSignal) =>
    api.get<OpenedFinding>(`/trade-findings/${uid}`, { query: { purpose }, signal }),
  propose: (uid: string, said: FormValues, idempotencyKey: string) =>
    api.post<Finding>(`/trade-findings/${uid}/propose`, said, { idempotencyKey }),
  check: (said: FormValues, idempotencyKey: string) =>
    api.post<Schema<'CheckJob'>>('/trade-findings/check', said, { idempotencyKey }),
};

import type { Schema } from '@xiangzhan/core';
import { api } from '@xiangzhan/ui/session';

import type { FormValues } from '../backend/forms';
import type { CursorPage } from '../backend/lists';

export type Run = Schema<'SettlementRun'>;
export type RunDetail = Schema<'SettlementRunDetail'>;
export type Party = Schema<'SettlementParty'>;
export type Line = Schema<'SettlementLine'>;
export type NoticeRow = Schema<'SettlementNoticeRow'>;
export type Objection = Schema<'SettlementObjection'>;
export type Agreement = Schema<'DeductionAgreement'>;

/** What the accountant does with a whole run; the address ends like the verb. */
export type RunDeed = 'calculate' | 'submit' | 'post' | 'cancel' | 'take-back';
export interface Word {
  verdict: string;
  comment: string;
  digest: string;
}

type Query = Record<string, string>;

export const settlingApi = {
  list: (query: Query, signal: AbortSignal) => api.get<CursorPage<Run>>('/settlements', { query, signal }),
  one: (uid: string, signal: AbortSignal) => api.get<RunDetail>(`/settlements/${uid}`, { signal }),
  households: (uid: string, query: Query, signal: AbortSignal) =>
    api.get<CursorPage<Party>>(`/settlements/${uid}/households`, { query, signal }),
  lines: (uid: string, query: Query, signal: AbortSignal) =>
    api.get<CursorPage<Line>>(`/settlements/${uid}/lines`, { query, signal }),
  notice: (uid: string, signal: AbortSignal) => api.get<NoticeRow[]>(`/settlements/${uid}/notice`, { signal }),
  open: (values: FormValues, idempotencyKey: string) =>
    api.post<RunDetail>('/settlements', { ...values, station: values.station || null }, { idempotencyKey }),
  deed: (uid: string, deed: RunDeed, reason: string, idempotencyKey: string) =>
    api.post<RunDetail>(`/settlements/${uid}/${deed}`, reason ? { reason } : {}, { idempotencyKey }),
  decide: (uid: string, word: Word, idempotencyKey: string) =>
    api.post<RunDetail>(`/settlements/${uid}/decide`, word, { idempotencyKey }),
  leaveOut: (line: string, reason: string, idempotencyKey: string) =>
    api.post<RunDetail>(`/settlement-lines/${line}/leave-out`, { reason }, { idempotencyKey }),
  takeIn: (line: string, idempotencyKey: string) =>
    api.post<RunDetail>(`/settlement-lines/${line}/take-in`, {}, { idempotencyKey }),
  object: (line: string, reason: string, idempotencyKey: string) =>
    api.post<Objection>(`/settlement-lines/${line}/object`, { reason }, { idempotencyKey }),
  correct: (line: string, values: FormValues, idempotencyKey: string) =>
    api.post<null>(`/settlement-lines/${line}/correct`, values, { idempotencyKey }),
  objections: (query: Query, signal: AbortSignal) =>
    api.get<CursorPage<Objection>>('/settlement-objections', { query, signal }),
  answer: (uid: string, values: FormValues, idempotencyKey: string) =>
    api.post<Objection>(
      `/settlement-objections/${uid}/answer`,
      { ...values, upheld: values.upheld === 'yes', correction: values.correction || '0.00' },
      { idempotencyKey },
    ),
  agreements: (query: Query, signal: AbortSignal) =>
    api.get<CursorPage<Agreement>>('/deductions', { query, signal }),
  endAgreement: (uid: string, reason: string, idempotencyKey: string) =>
    api.post<Agreement>(`/deductions/${uid}/end`, { reason }, { idempotencyKey }),
  agree: (values: FormValues, idempotencyKey: string) =>
    api.post<Agreement>(
      '/deductions',
      { ...values, kind: 'advance', per_run: values.per_run || undefined },
      { idempotencyKey },
    ),
};

import { newUuid, type Schema } from '@xiangzhan/core';
import { api } from '@xiangzhan/ui/session';

import { download } from '../backend/download';
import type { FormValues } from '../backend/forms';
import type { CursorPage } from '../backend/lists';
import type { Word } from './settlingApi';

export type PayoutRun = Schema<'PayoutRun'>;
export type Payout = Schema<'Payout'>;
export type PayoutResult = Schema<'PayoutResult'>;
export type Payee = Schema<'Payee'>;
/** What a payout run pays for. */
export type PaidDocument = 'settlement' | 'surplus';
type Query = Record<string, string>;

const at = (uid: string, what: string) => `/payout-runs/${uid}/${what}`;

export const payoutApi = {
  list: (query: Query, signal: AbortSignal) => api.get<CursorPage<PayoutRun>>('/payout-runs', { query, signal }),
  one: (uid: string, signal: AbortSignal) => api.get<PayoutRun>(`/payout-runs/${uid}`, { signal }),
  payouts: (uid: string, query: Query, signal: AbortSignal) =>
    api.get<CursorPage<Payout>>(at(uid, 'payouts'), { query, signal }),
  payees: (of: PaidDocument, uid: string, method: string, signal: AbortSignal) =>
    api.get<Payee[]>(`/${of === 'surplus' ? 'surplus' : 'settlements'}/${uid}/payees`, { query: { method }, signal }),
  prepare: (of: PaidDocument, uid: string, values: FormValues, idempotencyKey: string) =>
    api.post<PayoutRun>('/payout-runs', { ...values, [of]: uid }, { idempotencyKey }),
  decide: (uid: string, word: Word, idempotencyKey: string) =>
    api.post<PayoutRun>(at(uid, 'decide'), word, { idempotencyKey }),
  close: (uid: string, idempotencyKey: string) => api.post<PayoutRun>(at(uid, 'close'), {}, { idempotencyKey }),
  sign: (payout: string, values: FormValues, idempotencyKey: string) =>
    api.post<Payout>(`/payouts/${payout}/sign`, values, { idempotencyKey }),
  file: (uid: string, encoding: string, idempotencyKey: string) =>
    download(at(uid, 'file'), { encoding }, idempotencyKey),
  /** The server knows a file by its content: the same one again changes nothing. */
  result: (uid: string, file: File) => {
    const form = new FormData();
    form.append('file', file);
    return api.post<PayoutResult>(at(uid, 'result'), form, { idempotencyKey: newUuid() });
  },
  stepUp: (code: string, idempotencyKey: string) => api.post<unknown>('/session/step-up', { code }, { idempotencyKey }),
};

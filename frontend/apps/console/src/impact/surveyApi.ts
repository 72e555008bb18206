import type { Schema } from '@xiangzhan/core';
import { api } from '@xiangzhan/ui/session';

import type { FormValues } from '../backend/forms';
import type { CursorPage } from '../backend/lists';

export type Wave = Schema<'Wave'>;
export type FormRow = Schema<'FormRow'>;
export type IncomeForm = Schema<'Form'>;
export type PriceIndex = Schema<'PriceIndex'>;
export type IncomeLine = Schema<'IncomeLine'>;

const post = <T>(path: string, body: object, idempotencyKey: string) => api.post<T>(path, body, { idempotencyKey });

/** Waves of the county, their forms, and what incomes are measured against. */
export const surveyApi = {
  counties: (signal: AbortSignal) => api.get<CursorPage<{ code: string }>>('/areas', { query: { level: 'county' }, signal }),
  waves: (query: Record<string, string>, signal: AbortSignal) => api.get<CursorPage<Wave>>('/income-waves', { query, signal }),
  design: (body: FormValues, key: string) => post<Wave>('/income-waves', body, key),
  move: (uid: string, verb: 'open' | 'lock' | 'reopen', body: FormValues, key: string) =>
    post<Wave>(`/income-waves/${uid}/${verb}`, body, key),
  forms: (query: Record<string, string>, signal: AbortSignal) => api.get<CursorPage<FormRow>>('/income-forms', { query, signal }),
  form: (uid: string, signal: AbortSignal) => api.get<IncomeForm>(`/income-forms/${uid}`, { signal }),
  check: (uid: string, body: FormValues, key: string) => post<IncomeForm>(`/income-forms/${uid}/check`, body, key),
  confirm: (uid: string, body: FormValues, key: string) => post<IncomeForm>(`/income-forms/${uid}/confirm`, body, key),
  revisit: (uid: string, body: FormValues, key: string) => post<IncomeForm>(`/income-forms/${uid}/revisit`, body, key),
  collect: (uid: string, body: FormValues, idempotencyKey: string) =>
    api.put<IncomeForm>(`/income-forms/${uid}`, body, { idempotencyKey }),
  indexes: (signal: AbortSignal) => api.get<CursorPage<PriceIndex>>('/price-indexes', { signal }),
  addIndex: (body: FormValues, key: string) => post<PriceIndex>('/price-indexes', body, key),
  lines: (signal: AbortSignal) => api.get<CursorPage<IncomeLine>>('/income-lines', { signal }),
  setLine: (body: FormValues, key: string) => post<IncomeLine>('/income-lines', body, key),
};

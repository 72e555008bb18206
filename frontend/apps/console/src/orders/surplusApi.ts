import type { Schema } from '@xiangzhan/core';
import { api } from '@xiangzhan/ui/session';

import type { Column, CursorPage } from '../backend/lists';
import { yuanText } from '../backend/words';

export type Surplus = Schema<'Distribution'>;
export type SurplusDetail = Schema<'DistributionDetail'>;
export type Drawn = Schema<'Drawn'>;
export type Share = Schema<'DrawnShare'>;
export type Step = 'submit' | 'cancel' | 'post';

const key = (idempotencyKey: string) => ({ idempotencyKey });

export const surplusApi = {
  list: (query: Record<string, string>, signal: AbortSignal) =>
    api.get<CursorPage<Surplus>>('/surplus', { query, signal }),
  one: (uid: string, signal: AbortSignal) => api.get<SurplusDetail>(`/surplus/${uid}`, { signal }),
  preview: (plan: object, k: string) => api.post<Drawn>('/surplus/preview', plan, key(k)),
  drawUp: (plan: object, k: string) => api.post<SurplusDetail>('/surplus', plan, key(k)),
  step: (uid: string, step: Step, k: string) =>
    api.post<SurplusDetail>(`/surplus/${uid}/${step}`, {}, key(k)),
  resolve: (uid: string, form: FormData, k: string) =>
    api.post<SurplusDetail>(`/surplus/${uid}/resolve`, form, { ...key(k), timeoutMs: 120_000 }),
  minutes: (uid: string, k: string) =>
    api.post<{ url: string }>(`/surplus/${uid}/minutes`, {}, key(k)),
};

type Money = 'patronage' | 'capital' | 'reserve' | 'subsidy' | 'refund' | 'by_account' | 'total' | 'reserve_added';
const money = (label: string, name: Money): Column<Share> => ({
  label, number: true, text: (row) => yuanText(row[name]),
});

export const SHARES: readonly Column<Share>[] = [
  { label: '编号', text: (row) => row.number },
  { label: '户主', text: (row) => row.name },
  { label: '村', text: (row) => row.village },
  money('交易额', 'patronage'), money('出资额', 'capital'), money('公积金份额', 'reserve'),
  money('补助份额', 'subsidy'), money('交易返还', 'refund'), money('按账户分配', 'by_account'),
  money('合计', 'total'), money('本年新增公积金份额', 'reserve_added'),
];

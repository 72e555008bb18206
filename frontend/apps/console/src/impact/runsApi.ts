import type { Schema } from '@xiangzhan/core';
import { api } from '@xiangzhan/ui/session';

export type Spec = Schema<'Spec'>;
export type RunRow = Schema<'RunRow'>;
export type Run = Schema<'Run'>;
export type Section = Schema<'Section'>;
export type Part = Schema<'Part'>;
export type Difference = Schema<'Difference'>;
interface Page<T> {
  next: string | null;
  previous: string | null;
  results: T[];
}

export const runsApi = {
  specs: (signal: AbortSignal) => api.get<Page<Spec>>('/estimation-specs', { signal }),
  runs: (query: Record<string, string>, signal: AbortSignal) =>
    api.get<Page<RunRow>>('/attribution-runs', { query, signal }),
  run: (uid: string, signal: AbortSignal) => api.get<Run>(`/attribution-runs/${uid}`, { signal }),
  compare: (first: string, second: string, signal: AbortSignal) =>
    api.get<Difference[]>('/attribution-runs/compare', { query: { first, second }, signal }),
  freeze: (body: object, idempotencyKey: string) => api.post<Spec>('/estimation-specs', body, { idempotencyKey }),
  start: (spec: string, key: string) => api.post<{ job: string }>(`/estimation-specs/${spec}/run`, {}, { idempotencyKey: key }),
};

import type { Schema } from '@xiangzhan/core';
import { api } from '@xiangzhan/ui/session';

export type GainAreas = Schema<'GainAreas'>;
export type GainRow = Schema<'GainRow'>;
export type GainSums = Schema<'GainSums'>;
export type VillageGains = Schema<'VillageGains'>;
export type HouseholdGain = Schema<'HouseholdGain'>;
export type GainLine = Schema<'GainLine'>;
export type NearAreas = Schema<'NearAreas'>;
export type NearRow = Schema<'NearRow'>;
export type NearHome = Schema<'NearHome'>;

type Query = Record<string, string>;

/** From the measured gain to its receipts, and the households near the monitoring line. */
export const gainApi = {
  areas: (query: Query, signal: AbortSignal) => api.get<GainAreas>('/income-report/areas', { query, signal }),
  homes: (query: Query, signal: AbortSignal) => api.get<VillageGains>('/income-report/households', { query, signal }),
  lines: (uid: string, query: Query, signal: AbortSignal) =>
    api.get<Schema<'GainLines'>>(`/income-report/households/${uid}`, { query, signal }),
  near: (query: Query, signal: AbortSignal) => api.get<NearAreas>('/near-line', { query, signal }),
  nearHomes: (query: Query, signal: AbortSignal) =>
    api.get<Schema<'NearHomes'>>('/near-line/households', { query, signal }),
};

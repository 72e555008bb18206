import type { Schema } from '@xiangzhan/core';
import { api } from '@xiangzhan/ui/session';

/** Null and "<5": fewer than five households stand behind the figure. */
export type Figures = Schema<'Figures'>;
export type Beside = Schema<'Beside'>;
export type AreaRow = Schema<'Row'>;
export type Overview = Schema<'Overview'>;
export type Homes = Schema<'Homes'>;
export type Home = Schema<'Home'>;
export type HomeLines = Schema<'HomeLines'>;
export type HomeLine = Schema<'HomeLine'>;
export type LeftOut = Schema<'LeftOut'>;
export type Watched = Schema<'Watched'>;
export type Measured = Schema<'Measured'>;
export type Facts = Schema<'Facts'>;
export type IncomeReport = Schema<'IncomeReport'>;

export const impactApi = {
  overview: (query: { parent: string; period: string }, signal: AbortSignal) =>
    api.get<Overview>('/overview', { query, signal }),
  homes: (
    query: { village: string; station: string; period: string; purpose: string },
    signal: AbortSignal,
  ) => api.get<Homes>('/overview/households', { query, signal }),
  homeLines: (uid: string, query: { period: string; purpose: string }, signal: AbortSignal) =>
    api.get<HomeLines>(`/overview/households/${uid}`, { query, signal }),
  watched: (parent: string, signal: AbortSignal) =>
    api.get<Watched[]>('/overview/stations', { query: { parent }, signal }),
  incomeReport: (year: string, signal: AbortSignal) =>
    api.get<IncomeReport>('/income-report', { query: { year }, signal }),
};

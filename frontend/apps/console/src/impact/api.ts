import type { Schema } from '@xiangzhan/core';
import { api } from '@xiangzhan/ui/session';

/** Null and "<5": fewer than five households stand behind the figure. */
export type Figures = Schema<'Figures'>;
export type AreaRow = Schema<'Row'>;
export type Overview = Schema<'Overview'>;
export type Measured = Schema<'Measured'>;
export type Facts = Schema<'Facts'>;
export type IncomeReport = Schema<'IncomeReport'>;

export const impactApi = {
  overview: (query: { parent: string; year: string }, signal: AbortSignal) =>
    api.get<Overview>('/overview', { query, signal }),
  incomeReport: (year: string, signal: AbortSignal) =>
    api.get<IncomeReport>('/income-report', { query: { year }, signal }),
};

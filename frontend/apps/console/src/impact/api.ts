import { api } from '@xiangzhan/ui/session';

/** Null and "<5": fewer than five households stand behind the figure. */
export interface Figures {
  sales: string | null;
  orders: number | null;
  households_reached: string;
  household_income: string | null;
  stations_active: number;
  stations_total: number;
}

export interface AreaRow extends Figures {
  code: string;
  name: string;
  level: string;
  suppressed: boolean;
  drill: boolean;
}

export interface Overview {
  as_of: string | null;
  year: number;
  years: number[];
  scope_name: string;
  parent: string;
  breadcrumb: { code: string; name: string }[];
  totals: Figures;
  rows: AreaRow[];
  check: { rows_sum_sales: string | null; ledger_sales: string | null; agrees: boolean };
}

export interface Measured {
  low: string;
  high: string;
  lines: number;
  households: number;
  class_a_lines: number;
  class_b_lines: number;
  unmeasured_lines: number;
  unmeasured_sales: string;
  unreconciled_lines: number;
  gross_sales: string;
  premium_mean: string | null;
  premium_median: string | null;
  share_below_zero: number | null;
}

export interface Facts {
  stations: number;
  stations_led: number;
  stations_hosted: number;
  led_since: string | null;
  loans_recommended: number;
  collective_projects: number;
  team_projects: number;
  assistance_records: number;
  visit_persons: number;
}

export interface IncomeReport {
  verdict: string;
  reasons: { code: string; text: string; fix: string }[];
  year: number;
  years: number[];
  as_of: string | null;
  estimand: string;
  gross_sales: string | null;
  measured: Measured | null;
  volume_note: string;
  estimated: { state: string; reason: string };
  facts: Facts;
  not_causal: string[];
  definitions: { term: string; text: string }[];
}

export const impactApi = {
  overview: (query: { parent: string; year: string }, signal: AbortSignal) =>
    api.get<Overview>('/overview', { query, signal }),
  incomeReport: (year: string, signal: AbortSignal) =>
    api.get<IncomeReport>('/income-report', { query: { year }, signal }),
};

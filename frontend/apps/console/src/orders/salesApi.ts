import type { Schema } from '@xiangzhan/core';
import { api } from '@xiangzhan/ui/session';

import type { CursorPage } from '../backend/lists';

export type Overview = Schema<'SalesOverview'>;
export type Figures = Schema<'SalesFigures'>;
export type SalesRow = Schema<'SalesRow'>;
export type Sale = Schema<'Sale'>;
export type MemberAccounts = Schema<'AccountsAnswer'>;
export type MemberAccount = Schema<'MemberAccount'>;
type Query = Record<string, string>;

/** Empty answers of a filter are not sent: the server reads them as dates and uids. */
const said = (query: Query): Query =>
  Object.fromEntries(Object.entries(query).filter(([, value]) => value));

export const salesApi = {
  overview: (query: Query, signal: AbortSignal) =>
    api.get<Overview>('/sales/overview', { query: said(query), signal }),
  rows: (query: Query, signal: AbortSignal) =>
    api.get<CursorPage<Sale>>('/sales', { query: said(query), signal }),
  accounts: (query: Query, signal: AbortSignal) =>
    api.get<MemberAccounts>('/member-accounts', { query: said(query), signal }),
};

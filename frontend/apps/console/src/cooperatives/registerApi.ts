import type { Schema } from '@xiangzhan/core';
import { api } from '@xiangzhan/ui/session';

import type { CursorPage } from '../backend/lists';

export type HouseholdRow = Schema<'HouseholdRow'>;
export type HouseholdFile = Schema<'HouseholdFile'>;
export type Change = Schema<'Change'>;
export type Alike = Schema<'Alike'>;
export type Village = Schema<'Village'>;
export type Notice = Schema<'Notice'>;
export type CooperativeRow = Schema<'CooperativeListed'>;
export type Cooperative = Schema<'Cooperative'>;
export type MemberRow = Schema<'MemberRow'>;
export type Membership = Schema<'Membership'>;

type Query = Record<string, string>;
const post = <T>(path: string, body: unknown, idempotencyKey: string) =>
  api.post<T>(path, body, { idempotencyKey });

export const registerApi = {
  households: (query: Query, signal: AbortSignal) =>
    api.get<CursorPage<HouseholdRow>>('/households', { query, signal }),
  file: (uid: string, query: Query, signal: AbortSignal) =>
    api.get<HouseholdFile>(`/households/${uid}`, { query, signal }),
  villages: (query: Query, signal: AbortSignal) =>
    api.get<Village[]>('/villages', { query, signal }),
  alike: (uid: string, query: Query, signal: AbortSignal) =>
    api.get<Alike[]>(`/households/${uid}/alike`, { query, signal }),
  register: (body: object, key: string) => post<Change>('/households', body, key),
  registerTemporary: (body: object, key: string) =>
    post<HouseholdRow>('/households/temporary', body, key),
  notices: (signal: AbortSignal) => api.get<Notice[]>('/consent-notices', { signal }),
  categories: (signal: AbortSignal) =>
    api.get<Schema<'PolicyCategory'>[]>('/household-categories', { signal }),
  ask: (uid: string, body: object, key: string) =>
    post<Change>(`/households/${uid}/changes`, body, key),
  consent: (uid: string, body: object, key: string) =>
    post<unknown>(`/households/${uid}/consents`, body, key),
  reveal: (uid: string, body: object, key: string) =>
    post<{ value: string }>(`/households/${uid}/reveal`, body, key),
  askReveal: (uid: string, body: object, key: string) =>
    post<unknown>(`/households/${uid}/reveal-requests`, body, key),
  openAccount: (uid: string, body: object, key: string) =>
    post<unknown>(`/households/${uid}/accounts`, body, key),
  stepUp: (code: string, key: string) => post<unknown>('/session/step-up', { code }, key),
  changes: (query: Query, signal: AbortSignal) =>
    api.get<CursorPage<Change>>('/household-changes', { query, signal }),
  change: (uid: string, signal: AbortSignal) =>
    api.get<Change>(`/household-changes/${uid}`, { signal }),
  move: (uid: string, verb: string, body: object, key: string) =>
    post<Change>(`/household-changes/${uid}/${verb}`, body, key),
  cooperatives: (query: Query, signal: AbortSignal) =>
    api.get<CursorPage<CooperativeRow>>('/cooperatives', { query, signal }),
  cooperative: (uid: string, signal: AbortSignal) =>
    api.get<Cooperative>(`/cooperatives/${uid}`, { signal }),
  found: (body: object, key: string) => post<Cooperative>('/cooperatives', body, key),
  editCooperative: (uid: string, body: object, key: string) =>
    post<Cooperative>(`/cooperatives/${uid}/edit`, body, key),
  enrolUnit: (uid: string, body: object, key: string) =>
    post<unknown>(`/cooperatives/${uid}/units`, body, key),
  attach: (station: string, body: object, key: string) =>
    post<unknown>(`/stations/${station}/attachment`, body, key),
  decideCooperative: (uid: string, body: object, key: string) =>
    post<Cooperative>(`/cooperatives/${uid}/decide`, body, key),
  members: (uid: string, query: Query, signal: AbortSignal) =>
    api.get<CursorPage<MemberRow>>(`/cooperatives/${uid}/members`, { query, signal }),
  enrol: (uid: string, body: object, key: string) =>
    post<Membership>(`/cooperatives/${uid}/members`, body, key),
  membership: (uid: string, signal: AbortSignal) =>
    api.get<Membership>(`/memberships/${uid}`, { signal }),
  endMembership: (uid: string, body: object, key: string) =>
    post<Membership>(`/memberships/${uid}/end`, body, key),
  book: (uid: string, body: object, key: string) =>
    post<Membership>(`/memberships/${uid}/entries`, body, key),
};

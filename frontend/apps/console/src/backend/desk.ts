import type { Schema } from '@xiangzhan/core';
import { api } from '@xiangzhan/ui/session';

import type { CursorPage } from './lists';

export type Account = Schema<'Account'>;
export type OneTime = Schema<'OneTime'>;
export type Assignment = Schema<'Assignment'>;
export type AuditRow = Schema<'Event'>;
export type AccessRow = Schema<'Access'>;
export type Chain = Schema<'Chain'>;
export type Reading = Schema<'Reading'>;
export type Device = Schema<'Device'>;
export type PartnerClient = Schema<'PartnerClient'>;
export type BoundDevice = Schema<'BoundDevice'>;
export type Scope = Schema<'Scope'>;
export type Review = Schema<'Review'>;
export type Decided = Schema<'Decided'>;
type Asked = Record<string, string>;

const page = <T>(path: string) => (query: Asked, signal: AbortSignal) =>
  api.get<CursorPage<T>>(path, { query, signal });
const send = <T>(path: string, body: unknown, idempotencyKey: string) =>
  api.post<T>(path, body, { idempotencyKey });

/** What the administrator, the officials and the auditor ask of the kernel. */
export const deskApi = {
  accounts: page<Account>('/accounts'),
  createAccount: (form: Asked, key: string) => send<OneTime>('/accounts', form, key),
  switchAccount: (uid: string, to: 'close' | 'open' | 'reset', reason: string, key: string) =>
    send(`/accounts/${uid}/${to}`, { reason }, key),
  assignments: page<Assignment>('/assignments'),
  scopes: (kind: string, search: string, signal?: AbortSignal) =>
    api.get<Scope[]>('/scopes', { query: { kind, search }, signal }),
  propose: (form: unknown, key: string) => send('/assignments/proposals', form, key),
  endAssignment: (uid: string, on: string, reason: string, key: string) =>
    send(`/assignments/${uid}/end`, { on, reason }, key),
  events: page<AuditRow>('/audit/events'),
  accesses: page<AccessRow>('/audit/accesses'),
  chain: (signal: AbortSignal) => api.get<Chain>('/audit/chain', { signal }),
  health: (signal: AbortSignal) => api.get<Reading[]>('/system/health', { signal }),
  devices: page<Device>('/devices'),
  revoke: (uid: string, reason: string, key: string) => send(`/devices/${uid}/revoke`, { reason }, key),
  partners: page<PartnerClient>('/partner-clients'),
  connect: (form: Asked, key: string) => send<BoundDevice>('/partner-clients', form, key),
};

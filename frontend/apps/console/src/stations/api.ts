import type { components } from '@xiangzhan/core';
import { api } from '@xiangzhan/ui/session';

import type { CursorPage } from '../backend/lists';

type Shape<Name extends keyof components['schemas']> = components['schemas'][Name];
export type Area = Shape<'Area'>;
export type AreaDetail = Shape<'AreaDetail'>;
export type Branch = Shape<'PartyBranch'>;
export type BranchDetail = Shape<'PartyBranchDetail'>;
export type BranchOn = Shape<'BranchOn'>;
export type Objection = Shape<'ObjectionDetail'>;
export type Change = Shape<'PlaceChange'>;
export type ImportPlan = Shape<'ImportPlan'>;
export type Station = Shape<'Station'>;
export type StationDetail = Shape<'StationDetail'>;
export type StationOn = Shape<'StationOn'>;

type Query = Record<string, string>;
export type Values = Record<string, unknown>;

const list = <T>(path: string) => (query: Query, signal: AbortSignal) =>
  api.get<CursorPage<T>>(path, { query, signal });
const one = <T>(path: string) => (uid: string, signal: AbortSignal) =>
  api.get<T>(`${path}/${uid}`, { signal });
const send = <T>(path: string, body: Values, idempotencyKey: string) =>
  api.post<T>(path, body, { idempotencyKey });

export const stationsApi = {
  areas: list<Area>('/areas'),
  area: one<AreaDetail>('/areas'),
  branches: list<Branch>('/branches'),
  branch: one<BranchDetail>('/branches'),
  stations: list<Station>('/stations'),
  station: one<StationDetail>('/stations'),
  changes: list<Change>('/place-changes'),
  change: one<Change>('/place-changes'),
  stationOn: (uid: string, on: string, signal: AbortSignal) =>
    api.get<StationOn>(`/stations/${uid}/as-of`, { query: { on }, signal }),
  branchOn: (uid: string, on: string, signal: AbortSignal) =>
    api.get<BranchOn>(`/branches/${uid}/as-of`, { query: { on }, signal }),
  object: (inspection: string, body: Values, key: string) =>
    send<Objection>(`/inspections/${inspection}/objections`, body, key),
  objection: one<Objection>('/inspection-objections'),
  objections: list<Objection>('/inspection-objections'),
  answer: (uid: string, body: Values, key: string) =>
    send<Objection>(`/inspection-objections/${uid}/answer`, body, key),
  withdraw: (station: string, body: Values, key: string) =>
    send<StationDetail>(`/stations/${station}/withdraw`, body, key),
  decide: (uid: string, verdict: string, comment: string, key: string) =>
    send<Change>(`/place-changes/${uid}/decide`, { verdict, comment }, key),
  tryImport: (body: Values, key: string) => send<ImportPlan>('/areas/try-import', body, key),
  /** Anything that is submitted to others: areas, stations, and what hangs on them. */
  submit: (path: string, body: Values, key: string) => send<Change>(path, body, key),
  addBranch: (body: Values, key: string) => send<BranchDetail>('/branches', body, key),
  count: (uid: string, body: Values, key: string) =>
    send<BranchDetail>(`/branches/${uid}/counts`, body, key),
  editBranch: (uid: string, body: Values, idempotencyKey: string) =>
    api.patch<BranchDetail>(`/branches/${uid}`, body, { idempotencyKey }),
};

import type { Schema } from '@xiangzhan/core';
import { api } from '@xiangzhan/ui/session';

import type { CursorPage } from '../../backend/lists';

export type Entry = Required<Schema<'ScoreEntry'>>;
export type Remark = Required<Schema<'ScoreRemark'>>;
export type Sheet = Omit<Required<Schema<'ScoreSheet'>>, 'entries' | 'remarks'> & {
  entries: Entry[];
  remarks: Remark[];
};
export type Comparison = Required<Schema<'ScoreComparison'>>;
export type ComparedRow = Required<Schema<'ScoreCompared'>>;
export type SetRow = Required<Schema<'IndicatorSetRow'>>;
export type IndicatorSet = Required<Schema<'IndicatorSet'>>;
export type Indicator = Required<Schema<'Indicator'>>;
export type Formula = Schema<'Formula'>;
export type Target = Required<Schema<'Target'>>;

/** What was typed for one line. */
export interface Said {
  value: string;
  points: string;
  note: string;
}

/** One line of a set as it is sent back. */
export type Line = Omit<Indicator, 'origin_name' | 'method_name' | 'formula_name'>;

export interface Word {
  verdict: 'approve' | 'return';
  words: string;
  remarks: Record<string, string>;
  digest: string;
}

const at = (uid: string, deed = '') => `/score-sheets/${uid}${deed && `/${deed}`}`;
const setAt = (uid: string, deed = '') => `/indicator-sets/${uid}${deed && `/${deed}`}`;

export const scoringApi = {
  comparison: (query: { parent: string; period: string }, signal: AbortSignal) =>
    api.get<Comparison>('/score-sheets', { query, signal }),
  begin: (area_code: string, period: string, key: string) =>
    api.post<Sheet>('/score-sheets', { area_code, period }, { idempotencyKey: key }),
  sheet: (uid: string, signal: AbortSignal) => api.get<Sheet>(at(uid), { signal }),
  fill: (uid: string, version: number, entries: (Said & { code: string })[], key: string) =>
    api.put<Sheet>(at(uid), { version, entries }, { idempotencyKey: key }),
  submit: (uid: string, version: number, key: string) =>
    api.post<Sheet>(at(uid, 'submit'), { version }, { idempotencyKey: key }),
  decide: (uid: string, step: 'review' | 'lock', word: Word, key: string) =>
    api.post<Sheet>(at(uid, step), word, { idempotencyKey: key }),
  reopen: (uid: string, reason: string, key: string) =>
    api.post<Sheet>(at(uid, 'reopen'), { reason }, { idempotencyKey: key }),
  prove: (uid: string, body: FormData, key: string) =>
    api.post<Sheet>(at(uid, 'evidence'), body, { idempotencyKey: key }),
  openProof: (uid: string, key: string) =>
    api.post<{ url: string }>(`/score-evidence/${uid}`, {}, { idempotencyKey: key }),
  dropProof: (uid: string, key: string) =>
    api.delete(`/score-evidence/${uid}`, { idempotencyKey: key }),
  sets: (query: Record<string, string>, signal: AbortSignal) =>
    api.get<CursorPage<SetRow>>('/indicator-sets', { query, signal }),
  set: (uid: string, signal: AbortSignal) => api.get<IndicatorSet>(setAt(uid), { signal }),
  formulas: (signal: AbortSignal) => api.get<Formula[]>('/indicator-formulas', { signal }),
  draftSet: (body: unknown, key: string) =>
    api.post<IndicatorSet>('/indicator-sets', body, { idempotencyKey: key }),
  reviseSet: (uid: string, body: unknown, key: string) =>
    api.put<IndicatorSet>(setAt(uid), body, { idempotencyKey: key }),
  submitSet: (uid: string, version: number, key: string) =>
    api.post<IndicatorSet>(setAt(uid, 'submit'), { version }, { idempotencyKey: key }),
  dropSet: (uid: string, key: string) =>
    api.post<IndicatorSet>(setAt(uid, 'drop'), {}, { idempotencyKey: key }),
  targets: (query: Record<string, string>, signal: AbortSignal) =>
    api.get<CursorPage<Target>>('/indicator-targets', { query, signal }),
  setTarget: (body: unknown, key: string) =>
    api.post<Target>('/indicator-targets', body, { idempotencyKey: key }),
};

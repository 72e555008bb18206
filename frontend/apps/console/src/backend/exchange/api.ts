import { newUuid, type Schema } from '@xiangzhan/core';
import { api } from '@xiangzhan/ui/session';

import type { CursorPage } from '../lists';

export type Kind = Schema<'ExchangeKind'>;
export type Batch = Schema<'ImportBatch'>;
export type Rows = Schema<'ImportRows'>;
export type Row = Schema<'ImportRow'>;
export type Case = Schema<'DuplicateCase'>;
export type ExportFile = Schema<'ExportFile'>;
export type Approval = Schema<'ApprovalStep'>;
type Query = Record<string, string>;
type Link = Schema<'FileLink'>;

export interface Word {
  verdict: 'approve' | 'return' | 'reject';
  comment: string;
  digest: string;
}

export interface AskedExport {
  kind: string;
  format: string;
  personal: boolean;
  purpose: string;
}

/** Where an empty workbook with drop-downs is found. */
export const templateOf = (kind: string) => `/api/v1/import-templates/${kind}`;

const at = (uid: string, step: string) => `/imports/${uid}/${step}`;

export const exchangeApi = {
  kinds: (signal: AbortSignal) => api.get<Kind[]>('/import-kinds', { signal }),
  batches: (query: Query, signal: AbortSignal) =>
    api.get<CursorPage<Batch>>('/imports', { query, signal }),
  batch: (uid: string, signal: AbortSignal) => api.get<Batch>(`/imports/${uid}`, { signal }),
  rows: (uid: string, query: Query, signal: AbortSignal) =>
    api.get<Rows>(at(uid, 'rows'), { query, signal }),
  /** Each try has a key of its own: a repeated upload is a second batch, which can be discarded. */
  upload: (kind: string, file: File, updateExisting: boolean) => {
    const form = new FormData();
    form.append('kind', kind);
    form.append('file', file);
    form.append('update_existing', String(updateExisting));
    return api.post<Batch>('/imports', form, { idempotencyKey: newUuid(), timeoutMs: 120_000 });
  },
  recheck: (uid: string, body: object, key: string) =>
    api.post<Batch>(at(uid, 'recheck'), body, { idempotencyKey: key }),
  step: (uid: string, step: string, body: object, key: string) =>
    api.post<Batch>(at(uid, step), body, { idempotencyKey: key }),
  errorFile: (uid: string, key: string) =>
    api.post<Link>(at(uid, 'error-file'), {}, { idempotencyKey: key }),
  cases: (query: Query, signal: AbortSignal) =>
    api.get<CursorPage<Case>>('/duplicates', { query, signal }),
  caseStep: (uid: string, step: 'propose' | 'decide', body: object, key: string) =>
    api.post<Case>(`/duplicates/${uid}/${step}`, body, { idempotencyKey: key }),
  exports: (query: Query, signal: AbortSignal) =>
    api.get<CursorPage<ExportFile>>('/exports', { query, signal }),
  ask: (body: AskedExport, key: string) =>
    api.post<ExportFile>('/exports', body, { idempotencyKey: key }),
  decideExport: (uid: string, body: Word, key: string) =>
    api.post<ExportFile>(`/exports/${uid}/decide`, body, { idempotencyKey: key }),
  link: (uid: string, key: string) =>
    api.post<Link>(`/exports/${uid}/link`, {}, { idempotencyKey: key }),
  password: (uid: string, key: string) =>
    api.post<{ password: string }>(`/exports/${uid}/password`, {}, { idempotencyKey: key }),
};

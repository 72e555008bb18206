import type { Schema } from '@xiangzhan/core';
import { api } from '@xiangzhan/ui/session';

import type { CursorPage } from '../backend/lists';

export type Proposal = Schema<'Proposal'>;
export type InForce = Schema<'InForce'>;
export type FeePreview = Schema<'FeePreview'>;

export const settingsApi = {
  list: (query: Record<string, string>, signal: AbortSignal) =>
    api.get<CursorPage<Proposal>>('/settings', { query, signal }),
  inForce: (signal: AbortSignal) => api.get<InForce[]>('/settings/in-force', { signal }),
  propose: (body: Schema<'ProposeRequest'>, idempotencyKey: string) =>
    api.post<Proposal>('/settings', body, { idempotencyKey }),
  decide: (one: Proposal, verdict: 'approve' | 'reject', comment: string, idempotencyKey: string) =>
    api.post<Proposal>(
      `/settings/${one.uid}/decide`,
      { verdict, comment, digest: one.digest },
      { idempotencyKey },
    ),
  /** Sums over completed sales; changes nothing. */
  preview: (content: Proposal['content'], from_on: string, to_on: string) =>
    api.post<FeePreview>('/settings/fees/preview', { content, from_on, to_on }),
};

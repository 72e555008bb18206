import type { Schema } from '@xiangzhan/core';
import { api } from '@xiangzhan/ui/session';

import type { Choice, FormValues } from '../backend/forms';
import type { CursorPage } from '../backend/lists';

export type Issue = Schema<'Issue'>;
export type IssueDetail = Schema<'IssueDetail'>;
export type IssueTask = IssueDetail['tasks'][number];

const send = <T>(path: string, body: FormValues, idempotencyKey: string) =>
  api.post<T>(path, body, { idempotencyKey });
const deed = (name: string) => (uid: string, body: FormValues, key: string) =>
  send<IssueDetail>(`/issues/${uid}/${name}`, body, key);

export const issueApi = {
  list: (query: Record<string, string>, signal: AbortSignal) =>
    api.get<CursorPage<Issue>>('/issues', { query, signal }),
  one: (uid: string, signal: AbortSignal) => api.get<IssueDetail>(`/issues/${uid}`, { signal }),
  open: (body: FormValues, key: string) => send<IssueDetail>('/issues', body, key),
  people: (uid: string) => async (search: string, signal: AbortSignal): Promise<Choice[]> => {
    const found = await api.get<Schema<'IssuePerson'>[]>(`/issues/${uid}/people`, { query: { search }, signal });
    return found.map((one) => ({ value: one.hat, label: one.name, note: `${one.role_name} ${one.unit}` }));
  },
  assign: deed('assign'),
  extend: deed('extend'),
  withdraw: deed('withdraw'),
  handIn: deed('hand-in'),
  decide: deed('close-out'),
  lookBack: deed('look-backs'),
  upload: (uid: string, file: File, key: string) => {
    const form = new FormData();
    form.append('name', file.name.slice(0, 80));
    form.append('file', file);
    return api.post<Schema<'Evidence'>>(`/issues/${uid}/evidence`, form, {
      idempotencyKey: key, timeoutMs: 120_000,
    });
  },
  rectify: (task: string, body: FormValues, key: string) =>
    send(`/issue-tasks/${task}/rectifications`, body, key),
  evidence: (uid: string) => api.get<Schema<'EvidenceLink'>>(`/issue-evidence/${uid}/link`),
};

import type { Page, Schema } from '@xiangzhan/core';
import { api } from '@xiangzhan/ui/session';

export type Problem = Schema<'Issue'>;
export type ProblemDetail = Schema<'IssueDetail'>;
export type Task = ProblemDetail['tasks'][number];
export type Proof = Schema<'Evidence'>;

/** Problems of the operator's own station, from discovery to close-out. */
export const problemsApi = {
  list: async (cursor: string | null, signal?: AbortSignal): Promise<Page<Problem>> => {
    const { uid } = await api.get<Schema<'StationMine'>>('/stations/mine', { signal });
    return api.get('/issues', { query: { station: uid, cursor, page_size: 50 }, signal });
  },
  one: (uid: string, signal?: AbortSignal) => api.get<ProblemDetail>(`/issues/${uid}`, { signal }),
  prove: (problem: string, photo: Blob, name: string, idempotencyKey: string) => {
    const form = new FormData();
    form.append('name', name.slice(0, 80));
    form.append('file', photo, 'proof.jpg');
    return api.post<Proof>(`/issues/${problem}/evidence`, form, { idempotencyKey, timeoutMs: 120_000 });
  },
  rectify: (task: string, words: string, evidence: readonly string[], idempotencyKey: string) =>
    api.post<Schema<'Rectification'>>(`/issue-tasks/${task}/rectifications`, { words, evidence }, { idempotencyKey }),
};

import type { Query, Schema } from '@xiangzhan/core';
import { api } from '@xiangzhan/ui/session';

import type { CursorPage } from '../backend/lists';

export type Invoice = Schema<'Invoice'>;
export interface InvoiceWord {
  move: 'issue' | 'refuse' | 'void';
  number: string;
  answer: string;
  file: File | null;
}

export const invoicesApi = {
  list: (query: Query, signal: AbortSignal) =>
    api.get<CursorPage<Invoice>>('/invoices', { query, signal }),
  decide: (uid: string, word: InvoiceWord, idempotencyKey: string) => {
    const form = new FormData();
    form.append('move', word.move);
    form.append('number', word.number);
    form.append('answer', word.answer);
    if (word.file) form.append('file', word.file, word.file.name);
    return api.post<Invoice>(`/invoices/${uid}/decide`, form, { idempotencyKey });
  },
  file: (uid: string, idempotencyKey: string) =>
    api.post<{ url: string }>(`/invoices/${uid}/file`, {}, { idempotencyKey }),
};

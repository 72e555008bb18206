import { newUuid, type Schema } from '@xiangzhan/core';
import { api } from '@xiangzhan/ui/session';
import { defineStore } from 'pinia';
import { ref } from 'vue';

import type { CursorPage } from './lists';

export type NoticeRow = Schema<'ScreenNotice'>;

export const noticesApi = {
  list: (query: Record<string, string>, signal: AbortSignal) =>
    api.get<CursorPage<NoticeRow>>('/notices', { query, signal }),
  unread: () => api.get<{ count: number }>('/notices/unread'),
  readAll: (idempotencyKey: string) => api.post<{ count: number }>('/notices/read', {}, { idempotencyKey }),
};

/** How many notices wait; the number stands in the head of every page. */
export const useNotices = defineStore('notices', () => {
  const unread = ref(0);

  /** A number that cannot be fetched is no reason to disturb anybody. */
  async function refresh(): Promise<void> {
    unread.value = await noticesApi.unread().then((answer) => answer.count, () => unread.value);
  }

  async function readAll(): Promise<void> {
    if (unread.value) await noticesApi.readAll(newUuid()).catch(() => undefined);
    await refresh();
  }

  return { unread, refresh, readAll };
});

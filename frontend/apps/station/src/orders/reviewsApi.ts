import type { Page, Schema } from '@xiangzhan/core';
import { api } from '@xiangzhan/ui/session';

export type Review = Schema<'GoodsReview'>;

export const reviewsApi = {
  list: (cursor: string | null, signal?: AbortSignal) =>
    api.get<Page<Review>>('/reviews', { query: { cursor, page_size: 50 }, signal }),
  reply: (uid: string, reply: string, idempotencyKey: string) =>
    api.post<Review>(`/reviews/${uid}/reply`, { reply }, { idempotencyKey }),
};

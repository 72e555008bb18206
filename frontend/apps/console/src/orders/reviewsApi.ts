import type { Query, Schema } from '@xiangzhan/core';
import { api } from '@xiangzhan/ui/session';

import type { CursorPage } from '../backend/lists';

export type Review = Schema<'GoodsReview'>;

export const REASONS = [
  ['personal', '写有电话、证件号等个人信息'],
  ['unlawful', '违反法律法规'],
  ['advert', '广告或无关链接'],
  ['unrelated', '与商品无关'],
  ['abusive', '辱骂他人'],
] as const;

export const reviewsApi = {
  list: (query: Query, signal: AbortSignal) =>
    api.get<CursorPage<Review>>('/reviews', { query, signal }),
  waiting: (signal: AbortSignal) => api.get<{ count: number }>('/reviews/waiting', { signal }),
  moderate: (uid: string, move: 'publish' | 'hide', reason: string, idempotencyKey: string) =>
    api.post<Review>(`/reviews/${uid}/moderate`, { move, reason }, { idempotencyKey }),
};

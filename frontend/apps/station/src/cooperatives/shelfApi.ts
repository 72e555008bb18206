import type { Page, Schema } from '@xiangzhan/core';
import { api } from '@xiangzhan/ui/session';

import type { Lot } from './api';

export type DayPreview = Schema<'DayPreview'>;
export type DayClose = Schema<'DayClose'>;
export type StockCount = Schema<'StockCountDetail'>;

/** The day's close, counting the shelf, and voids: doors of the station's own records. */
export const shelfApi = {
  preview: (on: string, signal?: AbortSignal) =>
    api.get<DayPreview>('/day-closes/preview', { query: { on }, signal }),
  stock: (cursor: string | null, signal?: AbortSignal) =>
    api.get<Page<Lot>>('/lots', { query: { stock: 1, page_size: 50, cursor }, signal }),
  counts: (signal?: AbortSignal) => api.get<Page<Schema<'StockCount'>>>('/stock-counts', { signal }),
  count: (uid: string, signal?: AbortSignal) => api.get<StockCount>(`/stock-counts/${uid}`, { signal }),
};

import type { Schema } from '@xiangzhan/core';
import { api } from '@xiangzhan/ui/session';

import type { CursorPage } from '../backend/lists';
import { yuanText } from '../backend/words';

export interface Product {
  uid: string;
  name: string;
  class_name: string;
  grades: string[];
  season: string;
}

export interface Price {
  product: { uid: string; name: string };
  grade: string;
  grade_name: string;
  buy_per_jin: string;
  sell_per_jin: string;
  institution_per_jin: string | null;
  effective_from: string;
}

export interface PriceLine {
  product: string;
  grade: string;
  buy: string;
  sell: string;
  institution: string | null;
}

export interface PriceDraft {
  uid: string;
  cooperative_name: string;
  status: string;
  status_name: string;
  effective_from: string | null;
  note: string;
  lines: PriceLine[];
  made_by_name: string;
  version: number;
  updated_at: string;
  falls: { product: string; grade: string; old: string; new: string }[];
  content_digest: string;
}

export interface PriceList {
  uid: string;
  number: number;
  cooperative_name: string;
  effective_from: string;
  announced_at: string;
  made_by_name: string;
  stop: { reason: string; by_name: string; at: string } | null;
}

export interface DraftWords {
  effective_from: string | null;
  note: string;
  lines: PriceLine[];
}

export type PriceListDetail = Schema<'PriceListDetail'>;
export type Ceiling = Schema<'Ceiling'>;
export type ReferencePrice = Schema<'ReferencePrice'>;
export type GoodsPaper = Schema<'Paper'>;
export type ProductCard = Schema<'ProductDetail'>;
export type ProductClass = Schema<'ProductClass'>;
export type GoodsChange = Schema<'GoodsChange'>;
export type CardWords = Schema<'ProductCardRequest'>;
type Query = Record<string, string>;

export const GRADES = [
  ['special', '特级'], ['first', '一级'], ['second', '二级'], ['mixed', '统货'],
] as const;

export function gradeName(grade: string): string {
  return GRADES.find(([code]) => code === grade)?.[1] ?? grade;
}

/** Money that may not be known yet. */
export function pricedText(amount: string | null): string {
  return amount === null ? '待定价' : yuanText(amount);
}

export const pricesApi = {
  table: (query: Query, signal: AbortSignal) => api.get<Price[]>('/prices', { query, signal }),
  products: (signal: AbortSignal) =>
    api.get<CursorPage<Product>>('/products', { query: { page_size: '50' }, signal }),
  drafts: (query: Query, signal: AbortSignal) =>
    api.get<CursorPage<PriceDraft>>('/price-drafts', { query, signal }),
  draft: (uid: string, signal: AbortSignal) =>
    api.get<PriceDraft>(`/price-drafts/${uid}`, { signal }),
  lists: (query: Query, signal: AbortSignal) =>
    api.get<CursorPage<PriceList>>('/price-lists', { query, signal }),
  make: (words: DraftWords, idempotencyKey: string) =>
    api.post<PriceDraft>('/price-drafts', words, { idempotencyKey }),
  submit: (uid: string, version: number, idempotencyKey: string) =>
    api.post<PriceDraft>(`/price-drafts/${uid}/submit`, { version }, { idempotencyKey }),
  list: (uid: string, signal: AbortSignal) =>
    api.get<PriceListDetail>(`/price-lists/${uid}`, { signal }),
  stop: (uid: string, reason: string, idempotencyKey: string) =>
    api.post<PriceList>(`/price-lists/${uid}/stop`, { reason }, { idempotencyKey }),
  ceilings: (query: Query, signal: AbortSignal) =>
    api.get<CursorPage<Ceiling>>('/price-ceilings', { query, signal }),
  setCeiling: (body: object, idempotencyKey: string) =>
    api.post<Ceiling>('/price-ceilings', body, { idempotencyKey }),
  references: (query: Query, signal: AbortSignal) =>
    api.get<CursorPage<ReferencePrice>>('/reference-prices', { query, signal }),
  observe: (body: object, idempotencyKey: string) =>
    api.post<ReferencePrice>('/reference-prices', body, { idempotencyKey }),
  papers: (query: Query, signal: AbortSignal) =>
    api.get<CursorPage<GoodsPaper>>('/goods-papers', { query, signal }),
  recordPaper: (body: object, idempotencyKey: string) =>
    api.post<GoodsPaper>('/goods-papers', body, { idempotencyKey }),
  cards: (query: Query, signal: AbortSignal) =>
    api.get<CursorPage<ProductCard>>('/products', { query, signal }),
  addCard: (body: CardWords, idempotencyKey: string) =>
    api.post<GoodsChange>('/products', body, { idempotencyKey }),
  reviseCard: ({ uid, version }: ProductCard, body: CardWords, idempotencyKey: string) =>
    api.put<GoodsChange>(`/products/${uid}`, { ...body, version }, { idempotencyKey }),
  goodsChanges: (query: Query, signal: AbortSignal) =>
    api.get<CursorPage<GoodsChange>>('/goods-changes', { query, signal }),
  classes: (signal?: AbortSignal) => api.get<ProductClass[]>('/product-classes', { signal }),
  addClass: (body: Schema<'NewProductClassRequest'>, idempotencyKey: string) =>
    api.post<GoodsChange>('/product-classes', body, { idempotencyKey }),
  reviseClass: ({ code, version }: ProductClass, body: object, idempotencyKey: string) =>
    api.put<GoodsChange>(`/product-classes/${code}`, { ...body, version }, { idempotencyKey }),
};

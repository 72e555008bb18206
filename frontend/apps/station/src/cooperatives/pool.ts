import type { Grams } from '@xiangzhan/core';

import type { Listing, Lot } from './api';

/** The server takes so many lots in one call. */
export const MOST_LOTS = 50;

/** Lots of one product and grade: only they can be sold together. */
export interface LotGroup {
  key: string;
  product_uid: string;
  product_name: string;
  grade: string;
  grade_name: string;
  lots: Lot[];
}

export function groupsOf(lots: readonly Lot[]): LotGroup[] {
  const groups = new Map<string, LotGroup>();
  for (const lot of lots) {
    const { product_uid, product_name, grade, grade_name } = lot;
    const key = `${product_uid}/${grade}`;
    const group = groups.get(key) ?? {
      key, product_uid, product_name, grade, grade_name, lots: [],
    };
    group.lots.push(lot);
    groups.set(key, group);
  }
  return [...groups.values()];
}

export function availableOf(lots: readonly Lot[]): Grams {
  return lots.reduce((sum, lot) => sum + lot.available_g, 0);
}

export function packagesOf(available: Grams, packageG: Grams): { count: number; rest: Grams } {
  const rest = available % packageG;
  return { count: (available - rest) / packageG, rest };
}

/** Listings on sale that take more of this product and grade. */
export function liveFor(group: LotGroup, listings: readonly Listing[]): Listing[] {
  return listings.filter(
    (one) => one.product_uid === group.product_uid && one.grade === group.grade,
  );
}

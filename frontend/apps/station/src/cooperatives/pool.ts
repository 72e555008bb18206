import type { Grams } from '@xiangzhan/core';

import type { Listing, Lot } from './api';

/** Whose goods a sale takes first; it is stored with each sale and shown to the households. */
export const POLICIES: readonly { value: string; label: string }[] = [
  { value: 'first_expiring', label: '先到期的先卖' },
  { value: 'monitored_first', label: '监测户的先卖' },
  { value: 'pro_rata', label: '各户按存货分摊' },
];

/** What could be put on sale, as far as the device knows. */
export function unlistedOf(lots: readonly Lot[], today: string): Lot[] {
  return lots.filter((lot) => lot.listing_title === null && lot.available_g > 0 && lot.expires_on >= today);
}

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

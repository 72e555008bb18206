import { fenFromApi, formatWeight } from '@xiangzhan/core';

import { CLOSED, countText, householdsText, yuanText } from '../backend/words';
import { compared } from '../orders/periods';
import type { AreaRow, Beside, Figures, LeftOut, Overview } from './api';

/** The columns of every level: the same from the county down to a household. */
export const HEADS = ['经站销售额', '分给农户', '成交笔数', '重量', '受益户'] as const;

export function cellsOf(one: Figures | Beside): string[] {
  return [
    yuanText(one.sales),
    yuanText(one.household_income),
    countText(one.lines),
    one.weight_g === null ? CLOSED : formatWeight(one.weight_g, '斤'),
    householdsText(one.households_reached),
  ];
}

/** "较 2025 年 +3.1%"; a period under way is not compared with a whole one. */
export function besideText(
  now: string | null,
  before: string | null | undefined,
  name: string,
  ended: boolean,
): string {
  if (now === null || before === null || before === undefined) return `${name}不可比`;
  const change = compared(fenFromApi(now), fenFromApi(before));
  return ended ? `较 ${name} ${change}` : `${name} ${yuanText(before)}`;
}

/** Ten-thousandths as a percentage with two digits. */
export function rateText(basisPoints: number | null, none: string): string {
  return basisPoints === null ? none : `${(basisPoints / 100).toFixed(2)}%`;
}

/** "2 笔 ¥3,000.00": what a row leaves out while it is under review; empty where nothing is. */
export function reviewText(left: LeftOut | null): string {
  if (left === null) return CLOSED;
  return left.review_lines ? `${left.review_lines} 笔 ${yuanText(left.review_sales)}` : '';
}

/** The same for what was found false and stays out. */
export function falseText(left: LeftOut | null): string {
  if (left === null) return CLOSED;
  return left.confirmed_lines ? `${left.confirmed_lines} 笔 ${yuanText(left.confirmed_sales)}` : '';
}

/** Highest sales first; closed places last, in the order of their codes. */
export function ranked(rows: readonly AreaRow[]): AreaRow[] {
  const height = (row: AreaRow) => (row.figures.sales === null ? -1 : fenFromApi(row.figures.sales));
  return [...rows].sort((one, other) => height(other) - height(one));
}

/** The estimated gain as the report words it, or why there is none. */
export function gainText(gain: Overview['gain']): string {
  if (!gain) return '尚未提供';
  if (gain.low === null || gain.high === null) return '不可估计';
  return `${Math.round(gain.low)} 至 ${Math.round(gain.high)} 元`;
}

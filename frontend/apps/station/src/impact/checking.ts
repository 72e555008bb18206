import { type Fen } from '@xiangzhan/core';

import type { Amount, Amounts } from './api';
import { t } from './messages.zh';

export const AMOUNTS: readonly Amount[] = [
  'wage', 'welfare_wage', 'other_revenue', 'own_consumption', 'operating_expense', 'depreciation',
  'production_tax', 'property', 'dividend', 'transfer_received', 'transfer_paid',
];
const MOST_FEN = 1_000_000_000;
const COSTS_OVER_REVENUE = 1.5;

/** The server's ranges, told where they are typed (impact/rules/surveying.py). */
export function rangesOf(amounts: Amounts): Record<string, string> {
  const wrong: Record<string, string> = {};
  for (const name of AMOUNTS) {
    const fen = amounts[name] ?? 0;
    if (fen < 0 && name !== 'property') wrong[name] = t('bad.below');
    if (Math.abs(fen) > MOST_FEN) wrong[name] = t('bad.most');
  }
  if ((amounts.welfare_wage ?? 0) > (amounts.wage ?? 0)) wrong.welfare_wage ??= t('bad.welfare');
  return wrong;
}

/** What is odd but may be so, with a word why. Against last year only the server can judge. */
export function oddOf(amounts: Amounts, platform: Fen): string[] {
  const of = (name: Amount): number => amounts[name] ?? 0;
  const revenue = platform + of('other_revenue') + of('own_consumption');
  const costs = of('operating_expense') + of('depreciation') + of('production_tax');
  const earned = of('wage') + revenue - costs + of('property');
  return [
    ...(costs > revenue * COSTS_OVER_REVENUE ? [t('odd.costs')] : []),
    ...(earned === 0 && revenue === 0 ? [t('odd.nothing')] : []),
  ];
}

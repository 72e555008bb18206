import type { Grams, OutboxItem } from '@xiangzhan/core';

import { type Intake, netOf } from './intake';
import type { ReceiptBody } from './receiptKind';

const ENOUGH = 3;

/** The median of what this household brought of this produce, from this device's own records. */
export function usualOf(items: readonly OutboxItem[], intake: Intake): Grams | null {
  const household = intake.household?.uid;
  const product = intake.product?.uid;
  const weights = items
    .filter((item) => item.kind === 'receipt' && item.state !== 'withdrawn')
    .map((item) => (item.body as ReceiptBody).intake)
    .filter((one) => one.household?.uid === household && one.product?.uid === product)
    .map((one) => netOf(one) ?? 0)
    .sort((a, b) => a - b);
  return weights.length < ENOUGH ? null : (weights[Math.floor(weights.length / 2)] ?? null);
}

import { cleanCode, type Grams, parseScan } from '@xiangzhan/core';

import type { PickedLot, Shipment } from './api';
import { t } from './messages.zh';

const SHORTEST_ENDING = 3;

export interface Verdict {
  good: boolean;
  words: string;
  /** The lot that was proved, if any. */
  code?: string;
}

/** Every lot the parcel must hold, once, with its whole weight over the lines. */
export function wantedLots(shipment: Shipment): PickedLot[] {
  const lots = new Map<string, PickedLot>();
  for (const lot of shipment.lines.flatMap((line) => line.lots)) {
    const weight_g: Grams = (lots.get(lot.code)?.weight_g ?? 0) + lot.weight_g;
    lots.set(lot.code, { ...lot, weight_g });
  }
  return [...lots.values()];
}

function proved(lot: PickedLot, picked: ReadonlySet<string>): Verdict {
  const { code, household_name } = lot;
  if (picked.has(code)) return { good: true, words: t('pack.again', { code }), code };
  return { good: true, words: t('pack.good', { household: household_name, code }), code };
}

/** Judges a scanned or typed code; a typed ending is enough where it means one lot. */
export function judge(
  typed: string, wanted: readonly PickedLot[], picked: ReadonlySet<string>,
): Verdict {
  const scan = parseScan(typed);
  const exact = wanted.find((lot) => lot.code === scan.code);
  if (exact) return proved(exact, picked);
  if (scan.kind === 'lot') return { good: false, words: t('pack.wrong', { code: scan.code }) };
  return byEnding(cleanCode(typed), wanted, picked);
}

function byEnding(
  code: string, wanted: readonly PickedLot[], picked: ReadonlySet<string>,
): Verdict {
  const matches = wanted.filter((lot) => lot.code.endsWith(code));
  const [only] = matches;
  if (code.length < SHORTEST_ENDING || !only) {
    const wrong = code.length > 8;
    return { good: false, words: t(wrong ? 'pack.wrong' : 'pack.unknown', { code }) };
  }
  if (matches.length > 1) return { good: false, words: t('pack.several', { code }) };
  return proved(only, picked);
}

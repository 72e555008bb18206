import { decimalText, groupThousands, plainNumberText, requireInteger, scaledInteger } from './digits';

/** Weight is an integer number of grams. Farmers read 斤 (500 g), papers 公斤 (1,000 g). */
export type Grams = number;
export type WeightUnit = '斤' | '公斤';

export const GRAMS_PER: Record<WeightUnit, number> = { 斤: 500, 公斤: 1000 };

/** What a person typed in a unit -> grams; null when it is no weight of whole grams. */
export function parseWeight(typed: string, unit: WeightUnit): Grams | null {
  const thousandths = scaledInteger(plainNumberText(typed), 3);
  if (thousandths === null) return null;
  const grams = (thousandths * GRAMS_PER[unit]) / 1000;
  return Number.isSafeInteger(grams) ? grams : null;
}

/** 12500 g -> "25" 斤 or "12.5" 公斤, without trailing zeros and without the unit. */
export function weightNumber(grams: Grams, unit: WeightUnit): string {
  requireInteger(grams);
  const thousandths = grams * (1000 / GRAMS_PER[unit]);
  return decimalText(thousandths, 3).replace(/\.?0+$/, '');
}

export function formatWeight(grams: Grams, unit: WeightUnit): string {
  return `${groupThousands(weightNumber(grams, unit))} ${unit}`;
}

/** Both units, so that nobody is wrong by a factor of two: "25 斤（12.5 公斤）". */
export function formatBothWeights(grams: Grams): string {
  return `${formatWeight(grams, '斤')}（${formatWeight(grams, '公斤')}）`;
}

export function otherUnit(unit: WeightUnit): WeightUnit {
  return unit === '斤' ? '公斤' : '斤';
}

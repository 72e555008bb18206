import { formatBothWeights } from '@xiangzhan/core';

/** Above zero is missing: the colour is never the only sign. */
export function varianceText(grams: number): string {
  if (grams === 0) return '相符';
  const words = formatBothWeights(Math.abs(grams));
  return grams > 0 ? `少 ${words}` : `多 ${words}`;
}

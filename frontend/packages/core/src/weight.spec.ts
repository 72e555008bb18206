import fc from 'fast-check';
import { expect, test } from 'vitest';

import {
  formatBothWeights, formatWeight, otherUnit, parseWeight, weightNumber, type WeightUnit,
} from './weight';

const units = fc.constantFrom<WeightUnit>('斤', '公斤');

test('every weight can be read back in either unit', () => {
  const grams = fc.integer({ min: 0, max: 100_000_000 });
  fc.assert(fc.property(grams, units, (g, unit) => parseWeight(weightNumber(g, unit), unit) === g));
});

test('a 斤 is half a 公斤', () => {
  expect(parseWeight('25', '斤')).toBe(12_500);
  expect(parseWeight('12.5', '公斤')).toBe(12_500);
  expect(otherUnit('斤')).toBe('公斤');
  expect(otherUnit('公斤')).toBe('斤');
});

test('weights are shown without idle zeros and in both units', () => {
  expect(formatWeight(12_500, '斤')).toBe('25 斤');
  expect(formatWeight(1_000_000, '公斤')).toBe('1,000 公斤');
  expect(formatWeight(1, '斤')).toBe('0.002 斤');
  expect(formatWeight(0, '斤')).toBe('0 斤');
  expect(formatBothWeights(12_500)).toBe('25 斤（12.5 公斤）');
});

test.each(['', 'abc', '1.0005', '--1'])('%j is no weight', (typed) => {
  expect(parseWeight(typed, '公斤')).toBeNull();
});

test('a weight below one gram is refused, not rounded', () => {
  expect(parseWeight('0.001', '斤')).toBeNull();
  expect(parseWeight('0.001', '公斤')).toBe(1);
});

test('full-width digits of an input method are read', () => {
  expect(parseWeight('２５．５', '斤')).toBe(12_750);
});

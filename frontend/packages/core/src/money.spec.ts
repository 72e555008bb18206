import fc from 'fast-check';
import { expect, test } from 'vitest';

import {
  amountFen, fenFromApi, fenToApi, formatAmount, formatShort, formatWanYuan, formatYuan, parseYuan,
} from './money';

const anyFen = fc.integer({ min: -1_000_000_000_000, max: 1_000_000_000_000 });

test('every amount survives the way to the API and back', () => {
  fc.assert(fc.property(anyFen, (fen) => fenFromApi(fenToApi(fen)) === fen));
});

test('what is shown can be typed in again', () => {
  const positive = fc.integer({ min: 0, max: 1_000_000_000_000 });
  fc.assert(fc.property(positive, (fen) => parseYuan(formatYuan(fen)) === fen));
});

test.each([
  ['12.50', 1250],
  ['0.05', 5],
  ['-3.00', -300],
  ['12', 1200],
])('the API text %s is %i fen', (text, fen) => {
  expect(fenFromApi(text)).toBe(fen);
});

test.each(['', 'abc', '1.234', '１２', '1e3', 'NaN'])('the API never sends %j', (text) => {
  expect(() => fenFromApi(text)).toThrow(RangeError);
});

test.each([
  ['¥1,234.5', 123450],
  ['１２．５元', 1250],
  ['12。5', 1250],
  [' 8 ', 800],
])('a person may type %s', (typed, fen) => {
  expect(parseYuan(typed)).toBe(fen);
});

test.each(['', '.', '一百', '1.005', '12.5.0'])('%j is no amount', (typed) => {
  expect(parseYuan(typed)).toBeNull();
});

test('amounts are grouped and the minus stands first', () => {
  expect(formatYuan(123450)).toBe('¥1,234.50');
  expect(formatYuan(-5)).toBe('-¥0.05');
  expect(formatAmount(100_000_000)).toBe('1,000,000.00');
});

test('ten thousand yuan are rounded half up in integers', () => {
  expect(formatWanYuan(123_456_789)).toBe('123.46 万元');
  expect(formatWanYuan(5_000)).toBe('0.01 万元');
  expect(formatWanYuan(4_999)).toBe('0.00 万元');
  expect(formatShort(999_999)).toBe('¥9,999.99');
  expect(formatShort(1_000_000)).toBe('1.00 万元');
});

test('weight becomes money once, half up', () => {
  expect(amountFen(12_500, 120)).toBe(3000);
  expect(amountFen(250, 1)).toBe(1);
  expect(amountFen(249, 1)).toBe(0);
});

test('an amount that is no integer is refused', () => {
  expect(() => fenToApi(1.5)).toThrow(RangeError);
  expect(() => amountFen(0.5, 3)).toThrow(RangeError);
});

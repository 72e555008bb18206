import fc from 'fast-check';
import { expect, test } from 'vitest';

import { clockWords, isClockWrong, skewOf } from './clock';

const SERVER = 'Mon, 28 Sep 2026 02:00:00 GMT';
const AT = Date.parse(SERVER);

test('a clock a day slow is measured and said', () => {
  const skew = skewOf(SERVER, AT - 86_400_000, AT - 86_400_000) ?? 0;
  expect(skew).toBe(86_400_500);
  expect(clockWords(skew)).toBe('本机时间慢了 1 天');
});

test('a clock that is fast is said in hours and minutes', () => {
  expect(clockWords(-(2 * 3600 + 5 * 60) * 1000)).toBe('本机时间快了 2 小时 5 分');
});

test('no header or an unreadable one says nothing', () => {
  expect([skewOf(null, 0, 0), skewOf('x', 0, 0)]).toEqual([null, null]);
});

test('within two minutes the clock is left alone', () => {
  fc.assert(
    fc.property(fc.integer({ min: -120_000, max: 120_000 }), (skew) => {
      expect(isClockWrong(skew)).toBe(false);
      expect(clockWords(skew)).toBe('');
    }),
  );
});

import { expect, test } from 'vitest';

import { compared, monthsBack } from './periods';

test('a month before January is December of the last year', () => {
  const found = monthsBack('2026-01-15');
  expect(found.map((one) => [one.label, one.from_on, one.to_on])).toEqual([
    ['本月', '2026-01-01', '2026-01-15'], ['上月', '2025-12-01', '2025-12-31'],
    ['今年', '2026-01-01', '2026-01-15'], ['去年', '2025-01-01', '2025-12-31'],
  ]);
});

test('the last month ends on its own last day', () => {
  expect(monthsBack('2028-03-10')[1]?.to_on).toBe('2028-02-29');
});

test.each([[1500, 1000, '+50.0%'], [500, 1000, '-50.0%'], [0, 0, '持平'], [5, 0, '上期为 0']])(
  '%i after %i is %s', (now, before, words) => expect(compared(now, before)).toBe(words),
);

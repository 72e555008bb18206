import { expect, test } from 'vitest';

import { formatInstant, formatTime, localDate } from './dates';
import { translator } from './text';

test('messages are filled and a missing value stays visible', () => {
  const t = translator({ total: '共 {n} 件，{yuan}' });
  expect(t('total', { n: 3, yuan: '¥1.00' })).toBe('共 3 件，¥1.00');
  expect(t('total', { n: 3 })).toBe('共 3 件，{yuan}');
});

test('instants are read in the time of the county', () => {
  expect(localDate('2026-09-30T16:00:00Z')).toBe('2026-10-01');
  expect(formatInstant('2026-09-30T16:05:00Z')).toBe('2026-10-01 00:05');
  expect(formatTime('2026-09-30T06:05:00Z')).toBe('14:05');
});

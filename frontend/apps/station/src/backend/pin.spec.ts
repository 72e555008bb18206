import { expect, test } from 'vitest';

import { afterWrong, grantDaysLeft, isPin, lockWith, opens } from './pin';

const DAY = 24 * 3600_000;

test('a PIN opens only with the same six digits and is kept as a salted hash', async () => {
  const lock = await lockWith('271828');
  expect(JSON.stringify(lock)).not.toContain('271828');
  expect(await opens(lock, '271828')).toBe(true);
  expect(await opens(lock, '271829')).toBe(false);
  expect((await lockWith('271828')).hash).not.toBe(lock.hash);
});

test.each(['111111', '123456', '12345', '1234567', 'abcdef'])('%s is no PIN', (text) => {
  expect(isPin(text)).toBe(false);
});

test('five wrong tries lock for a minute, each further one for twice as long', () => {
  const fresh = { salt: '', hash: '', wrong: 0, locked_until: 0 };
  const waits = Array.from({ length: 7 }).reduce<number[]>((found) => {
    const lock = afterWrong({ ...fresh, wrong: found.length }, 0);
    return [...found, lock.locked_until];
  }, []);
  expect(waits).toEqual([0, 0, 0, 0, 60_000, 120_000, 240_000]);
});

test('the grant without network runs out after seven days', () => {
  expect(grantDaysLeft(0, 0)).toBe(7);
  expect(grantDaysLeft(0, 6 * DAY + 1)).toBe(1);
  expect(grantDaysLeft(0, 7 * DAY)).toBe(0);
});

import { expect, test } from 'vitest';

import { doorFor, isOwnAddress } from './useDoor';

test('each role opens on its own home, a wish comes first', () => {
  expect(doorFor(undefined, 'BY')).toBe('/');
  expect(doorFor(undefined, 'HM')).toBe('/my/statement');
  expect(doorFor(undefined, 'SO')).toBe('/station/');
  expect(doorFor(undefined, 'CM')).toBe('/console/');
  expect(doorFor('/shop/checkout', 'HM')).toBe('/shop/checkout');
  expect(doorFor('//evil.test', 'BY')).toBe('/');
});

test('only the pages of this build are opened without a load', () => {
  expect(['/', '/?search=a', '/shop/me'].every(isOwnAddress)).toBe(true);
  expect(['/my/statement', '/t/DT1', '/shopping', '/station/'].some(isOwnAddress)).toBe(false);
});

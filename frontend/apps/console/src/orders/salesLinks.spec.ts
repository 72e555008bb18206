import { expect, test } from 'vitest';

import type { SalesRow } from './salesApi';
import { rowsLink } from './salesLinks';

const PERIOD = { from_on: '2026-01-15', to_on: '2026-03-10' };
const row = (key: string, net = '18.00') =>
  ({ key, name: key, now: { sales_count: net === '0.00' ? 0 : 1, net } }) as SalesRow;
const link = (key: string, asked: Record<string, string>, net?: string) =>
  rowsLink(PERIOD, row(key, net), asked);

test.each([
  ['potato', {}, '/sales/rows?from_on=2026-01-15&to_on=2026-03-10&product=potato'],
  ['u1', { by: 'member', station: 's1' }, '/sales/rows?station=s1&from_on=2026-01-15&to_on=2026-03-10&member=u1'],
  ['2026-01', { by: 'month' }, '/sales/rows?from_on=2026-01-15&to_on=2026-01-31'],
  ['2026-02', { by: 'month', product: 'potato' }, '/sales/rows?product=potato&from_on=2026-02-01&to_on=2026-02-28'],
  ['2026-03', { by: 'month' }, '/sales/rows?from_on=2026-03-01&to_on=2026-03-10'],
])('the rows of %s keep the filters of %o', (key, asked, address) => {
  expect(link(key, asked)).toBe(address);
});

test('nothing lies behind a zero', () => {
  expect(link('potato', {}, '0.00')).toBeNull();
});

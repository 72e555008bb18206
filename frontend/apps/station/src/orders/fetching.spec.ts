import { expect, test } from 'vitest';

import type { Shipment } from './api';
import { toFetch } from './fetching';

const lot = (code: string, weight_g: number) => ({ code, weight_g, household_name: '马有福' });
const parcel = (order_number: string, ...lots: ReturnType<typeof lot>[]): Shipment => ({
  uid: order_number, order_number, status: 'waiting', status_name: '待打包', region: '青海省西宁市',
  placed_at: '2026-09-28T02:00:00Z', courier: '', waybill: '', pick_up: false,
  lines: [{ position: 1, title: '土豆 5斤装', quantity: 1, package_g: 2500, lots }],
});

test('a lot stands once with the weight of all parcels, the oldest first', () => {
  const found = toFetch([parcel('OD2', lot('DT260929', 500), lot('DT260928', 2000)), parcel('OD1', lot('DT260929', 2500))]);
  expect(found.map((one) => [one.code, one.weight_g])).toEqual([['DT260928', 2000], ['DT260929', 3000]]);
  expect(found[1]).toMatchObject({
    goods: '土豆 5斤装', orders: [{ number: 'OD2', weight_g: 500 }, { number: 'OD1', weight_g: 2500 }],
  });
});

test('nothing waits, nothing is fetched', () => expect(toFetch([])).toEqual([]));

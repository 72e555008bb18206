import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, expect, test } from 'vitest';
import { nextTick } from 'vue';

import { type CartLine, useCart } from './cart';
import { cartGroups } from './cartRows';
import { quoteOf } from './models';
import { quoteWire } from './testing/wires';

const POTATO: CartLine = {
  listing: 'l1', quantity: 2, title: '东峡土豆 5 斤装', price: 1250, picture: 'potato',
  station_name: '东峡站',
};

beforeEach(() => {
  localStorage.clear();
  setActivePinia(createPinia());
});

test('the same product adds up, never above the stock', () => {
  const cart = useCart();
  expect(cart.add(POTATO, 3)).toBe(2);
  expect(cart.add(POTATO, 3)).toBe(3);
  expect(cart.lines).toHaveLength(1);
});

test('the cart survives a reload, rubbish in the store does not break it', async () => {
  useCart().add(POTATO, 9);
  await nextTick();
  setActivePinia(createPinia());
  expect(useCart().count).toBe(2);
  localStorage.setItem('xz-cart', '[{"listing":1},null]');
  setActivePinia(createPinia());
  expect(useCart().lines).toEqual([]);
});

test('a price that rose is said, and the line costs the price of now', () => {
  const quote = quoteOf(quoteWire({ price: '13.00', amount: '26.00' }));
  const [group] = cartGroups([POTATO], quote);
  expect(group?.rows[0]?.notice).toBe('涨价了：加入时 ¥12.50，现价 ¥13.00');
  expect([group?.goods, group?.shipping, group?.rows[0]?.blocked]).toEqual([2600, 800, false]);
});

test('a shortage blocks the line and says how many are left', () => {
  const short = quoteOf(quoteWire({ available_packages: 1, problem: '只剩 1 件' }));
  const gone = quoteOf(quoteWire({ available_packages: 0, problem: '商品已下架' }));
  const noticed = [short, gone].map((quote) => cartGroups([POTATO], quote)[0]?.rows[0]);
  expect(noticed.map((row) => row?.notice)).toEqual([
    '只剩 1 件，请减少数量',
    '商品已下架，请移除后再结算',
  ]);
  expect(noticed.every((row) => row?.blocked)).toBe(true);
});

test('signed out, lines are grouped by station with the prices seen', () => {
  const groups = cartGroups([POTATO, { ...POTATO, listing: 'l2', station_name: '桥头站' }], null);
  expect(groups.map(({ station, goods, shipping }) => [station, goods, shipping])).toEqual([
    ['东峡站', 2500, null],
    ['桥头站', 2500, null],
  ]);
});

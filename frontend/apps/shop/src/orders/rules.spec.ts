import { beforeEach, expect, test } from 'vitest';

import { cursorOf } from './api';
import { isInsideWeChat, payChannel } from './browser';
import { differencesOf, draftErrors, otherWords, serverErrors } from './checkoutRules';
import { forgetOrderKey, orderKey } from './draft';
import { orderOf, quoteOf } from './models';
import { moneyCheck } from './moneyCheck';
import { orderWire, quoteWire } from './testing/wires';

beforeEach(() => sessionStorage.clear());

test('the next page is read from a whole address or from the cursor alone', () => {
  expect(cursorOf('http://x/api/v1/public/listings?cursor=cD0x&search=a')).toBe('cD0x');
  expect(cursorOf('cD0x')).toBe('cD0x');
  expect(cursorOf(null)).toBeNull();
});

test('each field left out is named before the server is asked', () => {
  const draft = {
    name: ' ', phone: '1541234', region: '青海省 西宁市', address: '街', note: '', pick_up: false, no_return: [], invoice: null,
  };
  expect(Object.keys(draftErrors(draft))).toEqual(['name', 'phone', 'region', 'address']);
});

test('the words of the server stand at their field, others are kept', () => {
  const fields = { 'receiver.phone': '手机号不对', lines: '一次最多 20 种' };
  expect(serverErrors(fields)).toEqual({ phone: '手机号不对' });
  expect(otherWords(fields)).toBe('一次最多 20 种');
});

test('what changed between two quotes is said in yuan and packages', () => {
  const before = quoteOf(quoteWire());
  const now = quoteOf(quoteWire({ price: '13.00', available_packages: 1 }));
  expect(differencesOf(before, now)).toEqual([
    {
      listing: 'l1',
      words: '东峡土豆 5 斤装：现在只剩 1 件，已为您改成 1 件；价格已从 ¥12.50 变为 ¥13.00',
      most: 1,
    },
  ]);
  expect(differencesOf(before, before)).toEqual([]);
});

test('the same order keeps its key over a reload, another order gets another', () => {
  const key = orderKey({ lines: [1] });
  expect(orderKey({ lines: [1] })).toBe(key);
  expect(orderKey({ lines: [2] })).not.toBe(key);
  forgetOrderKey();
  expect(orderKey({ lines: [2] })).toHaveLength(36);
});

test('parts that do not meet what was paid are shown with their difference', () => {
  const parts = (amount: string) =>
    orderOf(orderWire({ money_parts: [{ part: 'household', name: '农户', amount }] }));
  expect(moneyCheck(parts('33.00'))).toMatchObject({ sum: 3300, agrees: true });
  expect(moneyCheck(parts('25.00')).agrees).toBe(true);
  expect(moneyCheck(parts('32.99'))).toMatchObject({
    agrees: false,
    words: '与实付金额相差 ¥0.01，请联系站点核对',
  });
});

test('WeChat and phones are told by their agent', () => {
  expect(isInsideWeChat('Mozilla/5.0 (Linux; Android 14) MicroMessenger/8.0.50')).toBe(true);
  expect(payChannel('Mozilla/5.0 (Linux; Android 14) Mobile')).toBe('wap');
  expect(payChannel('Mozilla/5.0 (X11; Linux x86_64)')).toBe('page');
});

import { newItem, type OutboxItem } from '@xiangzhan/core';
import { expect, test } from 'vitest';

import type { Parcel } from './counterApi';
import { HAND_OVER, PARCEL_IN, UNDO } from './counterKinds';
import { findOnShelf, shelfOf, undoable } from './shelf';

const AT = '2026-09-28T02:00:00Z';
const parcel = (uid: string, part: Partial<Parcel> = {}): Parcel => ({
  uid, direction: 'in', status: 'waiting', status_name: '待取', carrier: '中通', waybill: `ZT00${uid}`,
  shelf_code: `A-${uid}`, pickup_code: `10${uid}`, name_masked: '马*', phone_tail: '0017',
  arrived_at: AT, overdue_days: 0, handovers: [], ...part,
});
const record = (uid: string, kind: string, body: object): OutboxItem =>
  newItem({
    uid, kind, title: '', number: 1, made_at: AT, body,
    owner: { user: 'u', hat: 'h', name: '', station: 's' },
  });
const handed = record('h1', HAND_OVER, { parcel: '1', waybill: 'ZT001', handed_at: AT });

test('what came in here lies on the shelf, what went out here does not', () => {
  const inHere = record('9', PARCEL_IN, {
    direction: 'in', waybill: 'SF9', carrier: '顺丰', shelf_code: 'B', name: '', arrived_at: AT,
    phone: '15412340017', phone_tail: '',
  });
  const shelf = shelfOf([parcel('1'), parcel('2')], [inHere, handed]);
  expect(shelf.map((one) => one.uid)).toEqual(['2', '9']);
  expect(shelf[1]?.phone_tail).toBe('0017');
});

test('a misdelivery comes back for ten minutes', () => {
  const undo = record('x', UNDO, { handover: 'h1', parcel: '1' });
  expect(undoable([handed], Date.parse(AT) + 599_000)).toEqual([handed]);
  expect(undoable([handed], Date.parse(AT) + 600_000)).toEqual([]);
  expect(undoable([handed, undo], Date.parse(AT))).toEqual([]);
  expect(shelfOf([parcel('1')], [handed, undo])).toHaveLength(1);
});

test.each([['101', 1], ['0017', 2], ['a-2', 1], ['zt002', 1], ['', 2], ['999', 0]])(
  '%s finds %i on the shelf',
  (typed, count) => {
    expect(findOnShelf([parcel('1'), parcel('2')], typed)).toHaveLength(count);
  },
);

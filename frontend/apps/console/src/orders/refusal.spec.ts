import { expect, test } from 'vitest';

import { refusalText } from './refusal';

test('a refusal says what it means and keeps its code; an unknown one stays, none is a dash', () => {
  expect(refusalText('40004 ACQ.SELLER_BALANCE_NOT_ENOUGH')).toBe(
    '商户余额不足，请充值后重新发起（40004 ACQ.SELLER_BALANCE_NOT_ENOUGH）',
  );
  expect([refusalText('40004 ACQ.NEW'), refusalText('')]).toEqual(['40004 ACQ.NEW', '—']);
});

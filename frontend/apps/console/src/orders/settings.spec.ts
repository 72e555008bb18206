import { expect, test } from 'vitest';

import { contentText, feeProposal, hundredths, shippingProposal, zonesOf } from './settingForms';

test.each([['0.6', 60], ['5', 500], ['12.00', 1200], ['', NaN], ['五', NaN], ['1.234', NaN], ['-1', NaN]])(
  '"%s" is %s hundredths', (typed, whole) => expect(hundredths(typed)).toBe(whole),
);

test('percent and yuan become whole basis points and fen', () => {
  const typed = { payment_fee_bp: '0.6', station_bp: '5', cooperative_bp: '3', village_bp: '2', packaging: '1.00', from_on: '2026-10-10' };
  expect(feeProposal(typed)).toEqual({
    kind: 'fees', effective_from: '2026-10-10T00:00:00+08:00',
    content: { payment_fee_bp: 60, station_bp: 500, cooperative_bp: 300, village_bp: 200, packaging_fen_per_package: 100 },
  });
});

test('what is no number is left to the server, which names the field', () => {
  expect(shippingProposal({ fee: '八元', from_on: '2026-10-10' }).content.fee_fen).toBeNull();
});

test('remote regions are read line by line', () => {
  expect(zonesOf('新疆维吾尔自治区 12.00\n\n西藏自治区 不送\n')).toEqual([
    { region: '新疆维吾尔自治区', served: true, surcharge_fen: 1200 },
    { region: '西藏自治区', served: false, surcharge_fen: 0 },
  ]);
});

test('what is signed reads as a sentence', () => {
  const content = { fee_fen: 800, free_from_fen: 9900, first_g: 5000, step_g: 1000, step_fen: 100, zones: [] };
  expect(contentText({ kind: 'shipping', content })).toBe(
    '每单 ¥8.00，满 ¥99.00 包邮，超过 5 公斤 后每 1 公斤 加 ¥1.00',
  );
});

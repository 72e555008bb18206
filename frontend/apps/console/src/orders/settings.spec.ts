import { expect, test } from 'vitest';

import { feeProposal, hundredths, limitFields, limitProposal, shippingProposal, zonesOf } from './settingForms';
import { contentText } from './settingWords';

test.each([['0.6', 60], ['5', 500], ['12.00', 1200], ['', NaN], ['五', NaN], ['1.234', NaN], ['-1', NaN]])(
  '"%s" is %s hundredths', (typed, whole) => expect(hundredths(typed)).toBe(whole),
);

test('percent and yuan become whole basis points and fen', () => {
  const typed = { payment_fee_bp: '0.6', station_bp: '5', cooperative_bp: '3', village_bp: '2', packaging_fen_per_package: '1.00', 'scope.station': '', from_on: '2026-10-10' };
  expect(feeProposal(typed)).toEqual({
    kind: 'fees', effective_from: '2026-10-10T00:00:00+08:00',
    content: { payment_fee_bp: 60, station_bp: 500, cooperative_bp: 300, village_bp: 200, packaging_fen_per_package: 100 },
  });
});

test('what is no number is left to the server, which names the field', () => {
  expect(shippingProposal({ fee_fen: '八元', from_on: '2026-10-10' }).content.fee_fen).toBeNull();
});

test('remote regions are read line by line', () => {
  expect(zonesOf('新疆维吾尔自治区 12.00\n\n西藏自治区 不送\n')).toEqual([
    { region: '新疆维吾尔自治区', served: true, surcharge_fen: 1200 },
    { region: '西藏自治区', served: false, surcharge_fen: 0 },
  ]);
});

test('what is signed reads as a sentence', () => {
  const content = { fee_fen: 800, free_from_fen: 9900, first_g: 5000, step_g: 1000, step_fen: 100, zones: [] };
  expect(contentText({ kind: 'shipping', content, scope_name: '' })).toBe(
    '每单 ¥8.00，满 ¥99.00 包邮，超过 5 公斤 后每 1 公斤 加 ¥1.00',
  );
});

test('a rule for less than the county names for whom', () => {
  const typed = { payment_fee_bp: '0', station_bp: '4', cooperative_bp: '0', village_bp: '0', packaging_fen_per_package: '0', 'scope.station': 'u-1', 'scope.cooperative': '', from_on: '2026-10-10' };
  const { kind, content } = feeProposal(typed);
  expect(content).toMatchObject({ station_bp: 400, scope: { station: 'u-1' } });
  expect(contentText({ kind, content, scope_name: '东峡站' })).toMatch(/服务站 4%.*；只用于 东峡站$/);
});

test('a village says its own share alone', () => {
  const { kind, content } = feeProposal({ village_bp: '3', 'scope.village': '630121103203', from_on: '2026-10-10' });
  expect(content).toEqual({
    payment_fee_bp: 0, station_bp: 0, cooperative_bp: 0, village_bp: 300, packaging_fen_per_package: 0,
    scope: { village: '630121103203' },
  });
  expect(contentText({ kind, content, scope_name: '东峡镇 下治泉村' })).toBe('东峡镇 下治泉村的村集体 3%');
});

test('the limits as shipped read as sentences', () => {
  const typed = Object.fromEntries(limitFields().map(({ key, value }) => [key, value ?? '']));
  const { kind, content } = limitProposal(typed);
  expect(content).toMatchObject({ supervisor_from_fen: 500_000, township_variance_bp: 300, cap_bp: 5_000 });
  expect(contentText({ kind, content, scope_name: '' })).toMatch(
    /^协商退款超过 ¥5,000\.00 须监事同意；.*盘点差异超过 3% 须乡镇同意；扣款最多占本次收入的 50% ；/,
  );
});

import fc from 'fast-check';
import { expect, test } from 'vitest';

import { lotCode } from './codes';
import { hasEan13Check, parseScan } from './scan';

const LOT = lotCode({ county: 'DT', on: '2026-09-30', station: '017', device: 'A', running: 7 });

test('every text is sorted and none makes the parser fall over', () => {
  fc.assert(fc.property(fc.string(), (text) => typeof parseScan(text).kind === 'string'));
});

test('a lot is known by its code or by the address on the label', () => {
  expect(parseScan(LOT)).toEqual({ kind: 'lot', code: LOT });
  expect(parseScan(`https://example.test/t/${LOT}?from=label`)).toEqual({ kind: 'lot', code: LOT });
});

test('a lot code with a wrong character is not taken for a waybill', () => {
  const wrong = LOT.slice(0, -1) + (LOT.endsWith('0') ? '1' : '0');
  expect(parseScan(wrong)).toMatchObject({ kind: 'unreadable', code: wrong });
});

test.each([
  ['HC00012345', 'household'],
  ['hc00012345', 'household'],
  ['OD202609300001', 'order'],
  ['SF1234567890123', 'waybill'],
  ['75312345678901', 'waybill'],
])('%s is a %s', (text, kind) => {
  expect(parseScan(text).kind).toBe(kind);
});

test('an EAN-13 of the scales carries item and grams', () => {
  expect(hasEan13Check('2012345012509')).toBe(true);
  expect(parseScan('2012345012509')).toEqual({
    kind: 'weight', code: '2012345012509', item: '12345', grams: 1250,
  });
  expect(parseScan('2012345012507').kind).toBe('waybill');
});

test('which prefixes mean weight is a setting', () => {
  expect(parseScan('2012345012509', { weightPrefixes: [] }).kind).toBe('waybill');
});

test('a text that is no code says what to do', () => {
  expect(parseScan('你好')).toMatchObject({
    kind: 'unreadable', problem: '不认识这个码，请核对后手工输入',
  });
});

import fc from 'fast-check';
import { expect, test } from 'vitest';

import {
  checkCharacter, cleanCode, CODE_ALPHABET, formatMobile, isCreditCode, isLotCode, isMobile,
  lotCode, maskMobile,
} from './codes';

const PARTS = { county: 'DT', on: '2026-09-30', station: '017', device: 'A', running: 42 };
const bodies = fc
  .array(fc.constantFrom(...CODE_ALPHABET), { minLength: 15, maxLength: 17 })
  .map((chars) => chars.join(''));

test('a wrong single character is always noticed', () => {
  const places = fc.nat(16);
  const others = fc.constantFrom(...CODE_ALPHABET);
  fc.assert(
    fc.property(bodies, places, others, (body, place, other) => {
      const at = place % body.length;
      const wrong = body.slice(0, at) + other + body.slice(at + 1);
      return wrong === body || checkCharacter(wrong) !== checkCharacter(body);
    }),
  );
});

test('two neighbours changed about are always noticed', () => {
  fc.assert(
    fc.property(bodies, fc.nat(13), (body, at) => {
      const swapped = body.slice(0, at) + body[at + 1] + body[at] + body.slice(at + 2);
      return swapped === body || checkCharacter(swapped) !== checkCharacter(body);
    }),
  );
});

test('every lot code made is one', () => {
  const running = fc.integer({ min: 1, max: 999 });
  fc.assert(fc.property(running, (n) => isLotCode(lotCode({ ...PARTS, running: n }))));
});

test('a lot code says county, day, station, device and number', () => {
  expect(lotCode(PARTS).slice(0, -1)).toBe('DT260930017A042');
  expect(lotCode(PARTS)).toHaveLength(16);
});

test.each([
  { running: 0 }, { running: 1000 }, { running: 1.5 }, { station: '17' }, { county: 'IO' },
])('a lot code refuses %o', (wrong) => {
  expect(() => lotCode({ ...PARTS, ...wrong })).toThrow(RangeError);
});

test.each([
  '93639999MA990001XA', '93639999MA9900028A', '93639999MA99000365', 'N2639999MF99000189',
])('%s is a credit code', (code) => {
  expect(isCreditCode(code)).toBe(true);
});

test.each(['93639999MA990001XB', '93639999MA9900018A', '9363999', ''])(
  '%j is no credit code',
  (code) => {
    expect(isCreditCode(code)).toBe(false);
  },
);

test('what a person types is cleaned before it is checked', () => {
  expect(cleanCode(' dt26-0930 ０17a ')).toBe('DT260930017A');
});

test('a mobile is grouped, masked and checked', () => {
  expect(isMobile('15400000017')).toBe(true);
  expect(isMobile('12345678901')).toBe(false);
  expect(formatMobile('15400000017')).toBe('154 0000 0017');
  expect(maskMobile('15400000017')).toBe('154****0017');
});

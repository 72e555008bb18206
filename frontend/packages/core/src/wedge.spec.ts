import { expect, test } from 'vitest';

import { WedgeReader } from './wedge';

function type(reader: WedgeReader, text: string, startMs: number, gapMs: number) {
  const keys = [...text, 'Enter'];
  return keys.map((key, index) => reader.key(key, startMs + index * gapMs)).at(-1);
}

test('fast keys and Enter are a scan', () => {
  expect(type(new WedgeReader(), 'OD202609', 0, 10)).toEqual({ code: 'OD202609', repeated: false });
});

test('a person typing is not a scan', () => {
  expect(type(new WedgeReader(), 'OD202609', 0, 120)).toBeNull();
});

test('five characters are too few', () => {
  expect(type(new WedgeReader(), 'OD202', 0, 10)).toBeNull();
});

test('letters typed before the scan are not part of it', () => {
  const reader = new WedgeReader();
  reader.key('x', 0);
  expect(type(reader, 'OD202609', 500, 10)?.code).toBe('OD202609');
});

test('shift and arrows are not part of the code', () => {
  const reader = new WedgeReader();
  reader.key('Shift', 0);
  expect(type(reader, 'OD202609', 5, 10)?.code).toBe('OD202609');
});

test('the same code is a repeat for two seconds', () => {
  const reader = new WedgeReader();
  type(reader, 'OD202609', 0, 10);
  expect(type(reader, 'OD202609', 1500, 10)?.repeated).toBe(true);
  expect(type(reader, 'OD202609', 9000, 10)?.repeated).toBe(false);
});

import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, expect, test } from 'vitest';

import { forgetDevice, useDevice } from './device';

beforeEach(() => {
  localStorage.clear();
  setActivePinia(createPinia());
});

test('what is kept comes back and can be dropped', () => {
  const device = useDevice();
  device.keep('draft', { gross_g: 12_500 });
  expect(useDevice().read('draft')).toEqual({ gross_g: 12_500 });
  device.drop('draft');
  expect(device.read('draft')).toBeNull();
});

test('a broken record counts as none', () => {
  localStorage.setItem('xz-station/none/draft', '{');
  expect(useDevice().read('draft')).toBeNull();
});

test('signing out forgets the work and keeps the size of the letters', () => {
  localStorage.setItem('xz-large-text', '1');
  useDevice().keep('recent', [1]);
  forgetDevice();
  expect(Object.keys(localStorage)).toEqual(['xz-large-text']);
});

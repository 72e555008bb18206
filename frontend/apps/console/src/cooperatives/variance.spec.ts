import { expect, test } from 'vitest';

import { varianceText } from './variance';

test('a variance says what is missing, what is too much, and what agrees', () => {
  expect(varianceText(1_200)).toMatch(/^少 .*1\.2/);
  expect(varianceText(-200)).toMatch(/^多 .*0\.2/);
  expect(varianceText(0)).toBe('相符');
});

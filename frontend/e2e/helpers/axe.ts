import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

import { expect, type Page } from '@playwright/test';
import type { AxeResults } from 'axe-core';

const SOURCE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface WindowWithAxe extends Window {
  axe: { run: (root: Document, options: object) => Promise<AxeResults> };
}

/** Fails on serious and critical findings and names each with the elements it stands on. */
export async function expectAccessible(page: Page): Promise<void> {
  // A message that is fading has the contrast of neither state.
  await expect(page.locator('[class*="-fade-enter-active"], [class*="-fade-leave-active"]')).toHaveCount(0);
  await page.evaluate(SOURCE);
  const { violations } = await page.evaluate(() =>
    (window as unknown as WindowWithAxe).axe.run(document, { resultTypes: ['violations'] }),
  );
  const grave = violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`);
  expect(grave, page.url()).toEqual([]);
}

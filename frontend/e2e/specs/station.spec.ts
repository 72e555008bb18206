import { expect, type Page, test } from '@playwright/test';

import { expectAccessible } from '../helpers/axe';
import { signInAs } from '../helpers/signIn';
import { listLot, weighIn } from '../helpers/stationJourney';

/** Nothing below 16 px to read, nothing below 44 px to tap, nothing beside the screen. */
async function expectHandy(page: Page): Promise<void> {
  await expectAccessible(page);
  const faults = await page.evaluate(() => {
    const targets = [...document.querySelectorAll('a, button, input, select, textarea')];
    const low = targets.filter((element) => {
      const { width, height } = (element.closest('label') ?? element).getBoundingClientRect();
      return width > 1 && height > 1 && height < 43.5;
    });
    const small = [...document.querySelectorAll('main *')].filter((element) => {
      const says = [...element.childNodes].some((node) => node.nodeType === 3 && node.nodeValue?.trim());
      return says && parseFloat(getComputedStyle(element).fontSize) < 16;
    });
    const wide = document.documentElement.scrollWidth > window.innerWidth;
    return [...low, ...small].map((element) => element.outerHTML.slice(0, 120)).concat(
      wide ? ['wider than the screen'] : [],
    );
  });
  expect(faults, page.url()).toEqual([]);
}

test('a basket goes from the scale to a label and on to the shelf', async ({ page }) => {
  const broken: string[] = [];
  page.on('console', (line) => {
    // A drawing may be missing: then the basket stands in its place.
    const drawing = line.location().url.includes('/static/products/');
    if (line.type() === 'error' && !drawing) broken.push(line.text());
  });
  await signInAs(page, 'SO');
  await expect(page.locator('.counter').first()).toBeVisible();
  await expectHandy(page);
  const answer = await page.request.get('/api/v1/households');
  const [household] = ((await answer.json()) as { results: { card_no: string }[] }).results;
  const { lotCode, line } = await weighIn(page, {
    household: household?.card_no ?? '', product: 'potato', grade: '一级', grossJin: '27', tare: '筐 1 公斤',
  });
  expect(line).toMatch(/^.+，土豆 一级 25 斤 × \d+\.\d\d = \d+\.\d\d 元$/);
  await expectHandy(page);
  const label = await page.request.get(`/print/label/${lotCode}?size=40x30`);
  expect(label.ok()).toBe(true);
  const packages = ['1 公斤', '2.5 公斤'] as const;
  const size = test.info().project.name === 'phone' ? packages[0] : packages[1];
  const { status } = await listLot(page, { lotCode, package: size });
  expect(['submitted', 'on_sale']).toContain(status);
  await expectHandy(page);
  expect(broken).toEqual([]);
});

test('every list of the station stands and can be used with a thumb', async ({ page }) => {
  await signInAs(page, 'SO');
  for (const path of ['receive', 'receipts', 'lots', 'listings', 'listings?status=returned',
    'shipments?status=packed', 'shipments?status=shipped', 'me']) {
    await page.goto(`/station/${path}`);
    await expect(page.locator('[aria-busy=true]')).toHaveCount(0);
    await expectHandy(page);
  }
});

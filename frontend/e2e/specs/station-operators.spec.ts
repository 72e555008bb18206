import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { type BrowserContext, expect, type Page, test } from '@playwright/test';

import { expectAccessible } from '../helpers/axe';
import { bindPhone, listsOn, openPhone, PIN, rowsOn, statesOn } from '../helpers/device';
import { bindAs, secondOperator } from '../helpers/operators';
import { weighIn } from '../helpers/stationJourney';

const SHOTS = process.env.PICTURES;
const OTHER_PIN = '314159';
let folder = '';

test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'xz-phone-'));
});
test.afterEach(() => rmSync(folder, { recursive: true, force: true }));

const basket = (household: string, grossJin: string) => ({
  household, product: 'potato', grade: '一级', grossJin, tare: '筐 1 公斤' as const,
});

async function shoot(page: Page, name: string): Promise<void> {
  if (SHOTS) await page.screenshot({ path: `${SHOTS}/${name}.png`, fullPage: true });
}

async function openDevice(): Promise<{ phone: BrowserContext; page: Page }> {
  const phone = await openPhone(folder);
  return { phone, page: phone.pages()[0] ?? (await phone.newPage()) };
}

async function cardHere(page: Page): Promise<string> {
  const rows = await rowsOn(page, 'lists');
  const homes = rows.find((row) => String(row.name).endsWith('/households'))?.rows as { card_no: string }[];
  return homes[0]?.card_no ?? '';
}

/** What a weigh-in without network needs, once for each who is bound. */
async function dayListsOf(page: Page): Promise<string[]> {
  const needed = ['households', 'prices', 'products'];
  return (await listsOn(page)).filter((name) => needed.includes(name)).sort();
}

async function changeHands(page: Page): Promise<void> {
  await page.goto('/station/me');
  await page.getByRole('button', { name: '锁定，或换人' }).click();
  await expect(page.locator('[data-ready="unlock"]')).toBeVisible();
}

async function enter(page: Page, pin: string): Promise<void> {
  await page.getByLabel('6 位开锁码').fill(pin);
  await page.getByRole('button', { name: '开锁' }).click();
}

const ownersOf = async (page: Page): Promise<unknown[]> =>
  (await rowsOn(page, 'outbox')).map((row) => (row.owner as { user: string }).user);

test('two operators on one device: each has a PIN, and what each made goes out under the own name', { tag: '@phone' }, async () => {
  test.slow();
  const second = secondOperator('马进才');
  const { phone, page } = await openDevice();
  await bindPhone(page);
  await changeHands(page);
  await bindAs(page, second, OTHER_PIN);
  await expect.poll(() => dayListsOf(page), { timeout: 30_000 }).toEqual(['households', 'households', 'prices', 'prices', 'products', 'products']);
  const card = await cardHere(page);
  await phone.setOffline(true);
  await weighIn(page, basket(card, '27'));

  await changeHands(page);
  await shoot(page, 'two-operators');
  await expectAccessible(page);
  const people = page.getByRole('list', { name: '谁在用' }).getByRole('button');
  await expect(people).toHaveCount(2);
  await people.filter({ hasNotText: second.name }).click();
  await enter(page, OTHER_PIN);
  await expect(page.getByRole('alert')).toBeVisible();
  await enter(page, PIN);
  await expect(page.locator('[data-ready="unlock"]')).toBeHidden();
  await weighIn(page, basket(card, '29'));
  expect(await statesOn(page)).toEqual(['queued', 'queued']);
  expect(new Set(await ownersOf(page)).size).toBe(2);

  await phone.setOffline(false);
  await expect.poll(() => statesOn(page), { timeout: 30_000 }).toEqual(['sent', 'sent']);
  await phone.close();
});

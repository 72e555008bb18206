import { expect, type Page, test } from '@playwright/test';

import { expectAccessible } from '../helpers/axe';
import { signInAs } from '../helpers/signIn';
import { weighIn } from '../helpers/stationJourney';

const SHOTS = process.env.PICTURES;
// Eight pages with their accessibility, on a busy computer.
test.describe.configure({ timeout: 240_000 });

/** What the cooperative reads: prices by date, versions, drafts, counts, closes, voids. */
test('the desk of produce opens every list down to its rows', async ({ page }, info) => {
  await signInAs(page, 'CM', '/stock-counts');
  await page.getByRole('link', { name: /:/ }).first().click();
  await expect(page.getByRole('region', { name: '逐批差异' })).toBeVisible();
  await expect(page.getByText(/^少 /).first()).toBeVisible();
  await expectAccessible(page);
  if (SHOTS) await page.screenshot({ path: `${SHOTS}/stock-count-${info.project.name}.png`, fullPage: true });
  for (const [address, caption] of [
    ['/day-closes', '日结'], ['/voids', '作废申请'], ['/products', '产品'],
    ['/ceilings', '县级限价'], ['/reference-prices', '参考价'], ['/price-drafts', '价格草案'], ['/goods-papers', '产品证件'],
  ] as const) {
    await page.goto(`/console${address}`);
    await expect(page.getByRole('region', { name: caption })).toBeVisible();
    await expectAccessible(page);
    if (SHOTS) await page.screenshot({ path: `${SHOTS}/${address.slice(1)}-${info.project.name}.png`, fullPage: true });
  }
});

/** A draft, typed or imported, is read before it is sent in; new prices are proposed in produce. */
test('a price draft is read line by line before the accountant sends it in', async ({ page }) => {
  await signInAs(page, 'CA', '/price-drafts');
  await page.getByRole('link', { name: '2 行' }).first().click();
  await expect(page.locator('[data-ready="price-draft"]')).toBeVisible();
  await expect(page.getByText('说明：入冬调价')).toBeVisible();
  await expect(page.getByRole('button', { name: '提交理事长审批' })).toBeEnabled();
  await expectAccessible(page);
  if (SHOTS) await page.screenshot({ path: `${SHOTS}/price-draft-read.png`, fullPage: true });
});

async function askVoid(page: Page, lotCode: string): Promise<void> {
  const status = await page.evaluate(async (code) => {
    const found = await (await fetch(`/api/v1/receipts?search=${code}`)).json() as { results: { uid: string; lot: { code: string } }[] };
    const receipt = found.results.find((one) => one.lot.code === code);
    const token = document.cookie.match(/csrftoken=([^;]+)/)?.[1] ?? '';
    const answer = await fetch(`/api/v1/receipts/${receipt?.uid}/void`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-CSRFToken': token, 'Idempotency-Key': crypto.randomUUID() },
      body: JSON.stringify({ uid: crypto.randomUUID(), reason: '称重时多放了一筐' }),
    });
    return answer.status;
  }, lotCode);
  expect(status).toBe(201);
}

/** A void: the second person reads the receipt and agrees; the receipt itself stays. */
test('a void is asked for by the station and agreed to by the manager', { tag: '@desk' }, async ({ browser }) => {
  const station = await browser.newPage();
  await signInAs(station, 'SO', '/');
  const homes = (await (await station.request.get('/api/v1/households')).json()) as { results: { card_no: string }[] };
  const { lotCode } = await weighIn(station, { household: homes.results[0]?.card_no ?? '', product: 'potato', grade: '一级', grossJin: '26' });
  await askVoid(station, lotCode);

  const manager = await browser.newPage();
  await signInAs(manager, 'CM', '/inbox');
  await manager.getByRole('button', { name: new RegExp(lotCode) }).click();
  await expect(manager.getByText('称重时多放了一筐')).toBeVisible();
  await manager.getByRole('button', { name: '同意作废' }).click();
  await manager.getByRole('dialog').getByRole('button', { name: '同意作废' }).click();
  await expect(manager.getByText('已作废，库存和应付款已冲回').first()).toBeVisible();
  await manager.goto('/console/voids');
  const row = manager.getByRole('row', { name: new RegExp(lotCode) });
  await expect(row).toBeVisible();
  await expect(row.getByText('未作废')).toHaveCount(0);
  await expectAccessible(manager);
});

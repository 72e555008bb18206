import { type Browser, expect, type Page, test } from '@playwright/test';

import { expectAccessible } from '../helpers/axe';
import { atTheCashier, buyNow, confirmReceipt, fillReceiver, findProduct, loseAnswer, placeOrder, seePaid } from '../helpers/shopJourney';
import { signInAs } from '../helpers/signIn';
import { listLot, packOrder, restockLot, shipOrder, weighAnother, weighIn } from '../helpers/stationJourney';

/** The whole chain, each person at a device of their own; it changes the county, so it runs once. */
test.setTimeout(240_000);

const PHONE = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };
const DESK = { viewport: { width: 1280, height: 800 } };
const SHOTS = process.env.PICTURES;

async function person(browser: Browser, role: string, device: object, next?: string): Promise<Page> {
  const page = await (await browser.newContext({ ...device, locale: 'zh-CN' })).newPage();
  await signInAs(page, role, next);
  return page;
}

async function picture(page: Page, name: string): Promise<void> {
  await expectAccessible(page);
  if (!SHOTS) return;
  const own = page.viewportSize();
  for (const size of [PHONE.viewport, DESK.viewport]) {
    await page.setViewportSize(size);
    await page.screenshot({ path: `${SHOTS}/${name}-${size.width}.png` });
  }
  if (own) await page.setViewportSize(own);
}

async function salesOfTheCooperative(manager: Page): Promise<number> {
  const answer = await manager.request.get('/api/v1/sales/overview');
  const { now } = (await answer.json()) as { now: { sold: string } };
  return Math.round(Number(now.sold) * 100);
}

test('from the scale to the statement: every fen arrives', { tag: '@phone' }, async ({ browser }) => {
  const official = await person(browser, 'CO', DESK, '/overview');
  const farmer = await person(browser, 'HM', PHONE);
  await farmer.goto('/my/statement');
  const card = /卡号 (HC\w+)/.exec((await farmer.locator('.who').textContent()) ?? '')?.[1] ?? '';

  // The operator weighs a product and grade in that was never listed, so the manager must release it.
  const operator = await person(browser, 'SO', PHONE);
  await picture(operator, 'station-today');
  const basket = { household: card, product: 'broad_bean', grade: '二级', grossJin: '27' };
  const { lotCode } = await weighIn(operator, { ...basket, tare: '筐 1 公斤' });
  await picture(operator, 'station-receipt');
  const second = await weighAnother(operator, '12');
  expect(second).not.toBe(lotCode);
  await operator.goto(`/print/label/${lotCode}?size=60x40`);
  await expect(operator.locator('svg').first()).toBeVisible();
  const title = `多隆村蚕豆 二级 1公斤装 ${lotCode.slice(-4)}`;
  const offer = { lotCode, package: '1 公斤', title, price: '20.00', story: '脑山地旱作，九月收，晒干后人工拣选。' } as const;
  expect((await listLot(operator, offer)).status).toBe('submitted');

  const manager = await person(browser, 'CM', DESK, '/inbox');
  const before = await salesOfTheCooperative(manager);
  await manager.getByRole('button', { name: new RegExp(title) }).click();
  await expect(manager.getByRole('button', { name: '放行上架' })).toBeVisible();
  await picture(manager, 'cooperative-inbox');
  await manager.getByRole('button', { name: '放行上架' }).click();
  await manager.getByRole('dialog').getByRole('button', { name: '放行上架' }).click();
  await expect(manager.getByRole('button', { name: new RegExp(title) })).toBeHidden();

  // More of a released listing is on sale at once.
  await restockLot(operator, second);

  const buyer = await person(browser, 'BY', PHONE);
  await picture(buyer, 'shop-home');
  await findProduct(buyer, '蚕豆', title);
  await expect(buyer.getByText('库存 17 件')).toBeVisible();
  await picture(buyer, 'shop-product');
  await buyer.goto(`/t/${lotCode}`);
  await picture(buyer, 'trace');
  await buyer.goBack();
  await buyNow(buyer, 3);
  await fillReceiver(buyer);
  await placeOrder(buyer);
  await picture(buyer, 'cashier');
  await atTheCashier(buyer);
  const number = await seePaid(buyer);
  await expect(buyer.locator('[data-source]').filter({ hasText: lotCode })).toHaveCount(1);

  expect(await packOrder(operator, number)).toEqual([lotCode]);
  await shipOrder(operator, number, { courier: '中通', waybill: `731${Date.now()}`.slice(0, 14) });
  // The answer to the confirmation is lost on the way: the page still says what came of it.
  await buyer.route('**/confirm-receipt', loseAnswer, { times: 1 });
  await confirmReceipt(buyer, number);
  await picture(buyer, 'shop-order');

  // 60.00 less payment fee 0.36, packaging 3.00, station 3.00, cooperative 1.80, village 1.20.
  await farmer.reload();
  const line = farmer.getByRole('row').filter({ hasText: lotCode }).first();
  await expect(line).toContainText('50.64');
  await picture(farmer, 'statement');

  // The county's own summaries follow some minutes later, never ahead of the ledger.
  expect((await salesOfTheCooperative(manager)) - before).toBe(6_000);
  await official.reload();
  await expect(official.locator('[aria-busy=true]')).toHaveCount(0);
  await picture(official, 'official-overview');
  await official.goto('/console/income-report');
  await expect(official.getByText('按村聚类').first()).toBeVisible();
  await picture(official, 'official-income');
});

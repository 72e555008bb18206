import { type Browser, expect, type Page, test } from '@playwright/test';

import { expectAccessible } from '../helpers/axe';
import { atTheCashier, buyNow, fillReceiver, placeOrder, seePaid } from '../helpers/shopJourney';
import { signInAs } from '../helpers/signIn';
import { deliverOrder, packOrder, shipOrder } from '../helpers/stationJourney';

/** What happens after the money: it changes the county, so it runs once. */
test.setTimeout(120_000);

const PHONE = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };

async function person(browser: Browser, role: string, next?: string): Promise<Page> {
  const page = await (await browser.newContext({ ...PHONE, locale: 'zh-CN' })).newPage();
  await signInAs(page, role, next);
  return page;
}

async function rowsOf<T>(page: Page, path: string): Promise<T[]> {
  const answer = await page.request.get(`/api/v1/${path}`);
  return ((await answer.json()) as { results: T[] }).results;
}

test('what was packed short goes back by itself, and fresh goods say why they do not', { tag: '@phone' }, async ({ browser }) => {
  const operator = await person(browser, 'SO');
  const listings = await rowsOf<{ uid: string; title: string }>(operator, 'listings?status=on_sale');
  const fresh = listings.find((one) => one.title.includes('土豆'));
  const buyer = await person(browser, 'BY');
  await buyer.goto(`/shop/p/${fresh?.uid}`);
  await buyNow(buyer, 1);
  await fillReceiver(buyer);
  await placeOrder(buyer);
  await atTheCashier(buyer);
  const number = await seePaid(buyer);
  const parcels = await rowsOf<{ uid: string; order_number: string }>(operator, 'shipments?status=waiting&page_size=50');
  const parcel = parcels.find((one) => one.order_number === number);
  await operator.goto(`/station/shipments/${parcel?.uid}/pack`);
  await operator.getByRole('button', { name: /缺重或换货/ }).click();
  const card = operator.getByRole('region', { name: '缺重或换货' });
  await card.getByRole('radio').first().check();
  await card.getByLabel('实际装进').fill('0.2');
  await card.getByLabel('原因').fill('挑出烂的');
  await expectAccessible(operator);
  await card.getByRole('button', { name: '登记' }).click();
  await expect(card).toBeHidden();
  await expect(async () => {
    await buyer.reload();
    await expect(buyer.locator('[data-refund]')).toContainText('缺重退款 已退款', { timeout: 2000 });
  }).toPass({ timeout: 60_000 });
  await expect(buyer.locator('[data-adjustment]')).toContainText('挑出烂的');

  await packOrder(operator, number);
  await shipOrder(operator, number, { courier: '中通', waybill: `732${Date.now()}`.slice(0, 14) });
  await deliverOrder(operator, number);
  await buyer.goto(`/shop/orders/${number}/after-sale`);
  await buyer.getByText('七天无理由退货', { exact: true }).click();
  await expect(buyer.locator('[data-claim-line]')).toContainText('鲜活易腐');
  await expectAccessible(buyer);
});

test('dry goods come back by their rule when the station has them', { tag: '@phone' }, async ({ browser }) => {
  const operator = await person(browser, 'SO', '/returns');
  const waiting = operator.locator('[data-return]').first();
  const number = (await waiting.getAttribute('data-return')) ?? '';
  await expectAccessible(operator);
  await waiting.getByRole('button', { name: '收到，放回货架', exact: true }).click();
  await waiting.getByRole('button', { name: '确认收到，放回货架' }).click();
  await expect(operator.getByRole('status')).toContainText('自动退给买家');
  const buyer = await person(browser, 'BY', `/shop/orders/${number}`);
  await expect(buyer.locator('[data-claim]')).toContainText('已同意退款');
});

test('the accountant answers a difference of the bill with its cause', { tag: '@phone' }, async ({ browser }) => {
  const accountant = await person(browser, 'CA', '/reconciliation?state=open');
  const open = accountant.getByRole('button', { name: '写明原因，记为已处理' });
  await expect(open.first()).toBeVisible();
  const before = await open.count();
  await expectAccessible(accountant);
  await open.first().click();
  await accountant.getByRole('dialog').getByRole('textbox').fill('支付宝少记一分，已在下日账单更正');
  await accountant.getByRole('dialog').getByRole('button', { name: '记为已处理' }).click();
  await expect(open).toHaveCount(before - 1);
  await accountant.goto('/console/reconciliation?state=resolved');
  await expect(accountant.getByRole('cell', { name: /支付宝少记一分/ })).toBeVisible();
});

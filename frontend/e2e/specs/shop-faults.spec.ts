import { expect, type Page, test } from '@playwright/test';

import { expectAccessible } from '../helpers/axe';
import { buyAllOf, cardWhere, lotOf, revokeLot, rowsOf } from '../helpers/shopCounty';
import { addToCart, atTheCashier, buyNow, fillReceiver, inStock, loseAnswer, placeOrder, seePaid } from '../helpers/shopJourney';
import { signInAs } from '../helpers/signIn';

/** What people and networks do to a purchase on an old phone: nothing is ordered, paid or lost twice. */
test.setTimeout(120_000);
const ONCE = { tag: '@phone' };

const ordersOf = (page: Page) => rowsOf<{ number: string }>(page, 'orders?page_size=50');

test('network lost at every step: what was typed stays, and one order comes of it', ONCE, async ({ page, context }) => {
  await signInAs(page, 'BY', '/');
  const before = (await ordersOf(page))[0]?.number;
  await inStock(page).click();
  await expect(page.locator('[data-ready="product"]')).toBeVisible();
  await buyNow(page);
  await fillReceiver(page);
  await expect(page.locator('[data-total]')).toHaveText(/¥/);
  // The order reaches the server, its answer does not reach the phone.
  let placed = 0;
  await page.route('**/api/v1/orders', async (route) => {
    if (route.request().method() !== 'POST') return route.continue();
    placed += 1;
    return placed > 1 ? route.continue() : loseAnswer(route);
  });
  await page.getByRole('button', { name: '提交订单' }).click();
  await expect(page.getByRole('alert').first()).toContainText('网络');
  await expectAccessible(page);
  await expect(page.getByLabel('姓名')).toHaveValue('周敏');
  // Then the start of the payment is lost too.
  await page.route('**/payment-attempts', (route) => route.abort('connectionreset'), { times: 1 });
  await page.getByRole('button', { name: '提交订单' }).click();
  await expect(page).toHaveURL(/processing/);
  await page.getByRole('button', { name: /继续支付|重新|再试/ }).first().click();
  await expect(page).toHaveURL(/\/sandbox\//, { timeout: 20_000 });
  await atTheCashier(page);
  const number = await seePaid(page);
  const [first, second] = await ordersOf(page);
  expect([first?.number, second?.number]).toEqual([number, before]);
  await page.goBack();
  await expect(page.locator('[data-ready="order"], [data-ready="processing"], h1').first()).toBeVisible();
  await expect(page.getByRole('button', { name: '继续支付' })).toHaveCount(0);
  await page.goto(`/shop/orders/${number}`);
  await expect(page.locator('[data-ready="order"]')).toHaveAttribute('data-status', 'paid');
  await context.setOffline(true);
  await page.getByRole('button', { name: '取消订单' }).click();
  await page.getByRole('button', { name: '确认取消' }).click();
  await expect(page.getByRole('alert').first()).toContainText('网络');
  await context.setOffline(false);
  // This time it arrives, its answer does not, and the page says what came of it.
  await page.route('**/cancel', loseAnswer, { times: 1 });
  await page.getByRole('button', { name: '取消订单' }).click();
  await page.getByRole('button', { name: '确认取消' }).click();
  await expect(page.locator('[data-ready="order"]')).toHaveAttribute('data-status', 'cancelled');
  await expect(page.getByText('订单已取消')).toBeVisible();
  const cancelled = await (await page.request.get(`/api/v1/orders/${number}`)).json();
  expect(cancelled.refunds).toHaveLength(1);
});

test('an expired sign-in keeps the full cart, and two tabs order it once', ONCE, async ({ page, context }) => {
  await signInAs(page, 'BY', '/');
  await inStock(page).click();
  await addToCart(page);
  await page.goto('/shop/checkout');
  await fillReceiver(page);
  const other = await context.newPage();
  await other.goto('/shop/checkout');
  await expect(other.locator('[data-total]')).toHaveText(/¥/);
  await context.clearCookies({ name: 'sessionid' });
  await expect(page.locator('[data-total]')).toHaveText(/¥/);
  await page.getByRole('button', { name: '提交订单' }).click();
  await expect(page.getByText('登录已失效，页面上的内容还在')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('link', { name: '重新登录' }).click();
  await page.locator('[data-role="BY"]').first().click();
  await expect(page.locator('[data-ready="checkout"]')).toBeVisible();
  await expect(page.getByLabel('姓名')).toHaveValue('周敏');
  const before = (await ordersOf(page)).length;
  await placeOrder(page);
  await expect(other.getByText('没有可以结算的商品')).toBeVisible();
  expect((await ordersOf(page)).length).toBe(Math.min(before + 1, 50));
});

test('sold out between page and cart is said before anything is ordered', ONCE, async ({ page, browser }) => {
  await page.goto('/');
  const card = await cardWhere(page, (one) => one.available_packages > 0 && one.available_packages < 90);
  await page.goto(`/shop/p/${card.uid}`);
  await addToCart(page);
  const rival = await (await browser.newContext({ locale: 'zh-CN' })).newPage();
  await signInAs(rival, 'BY', '/', undefined, 1);
  await buyAllOf(rival, card, card.available_packages);
  await page.goto('/shop/cart');
  await expect(page.locator('[data-cart-row]')).toContainText(/售完|售罄/);
  await expectAccessible(page);
  // What everybody reads is kept for moments.
  await expect(async () => {
    await page.goto(`/shop/p/${card.uid}`);
    await expect(page.getByText('已售完').first()).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 30_000 });
});

test('a revoked lot is a red banner on its page and leaves the shelf', ONCE, async ({ page }) => {
  const card = await cardWhere(page, (one) => one.available_packages > 3 && one.title.includes('羊肚菌'));
  const code = await lotOf(page, card.uid);
  revokeLot(code);
  await page.goto(`/t/${code}`);
  await expect(page.getByRole('alert')).toContainText('撤销');
  await expectAccessible(page);
  await expect.poll(() => lotOf(page, card.uid), { timeout: 15_000 }).not.toBe(code);
});

test('Enter that takes a Chinese candidate searches nothing yet', ONCE, async ({ page }) => {
  await page.goto('/');
  const box = page.getByLabel('搜索产品、拼音或乡镇');
  await box.focus();
  const keys = await page.context().newCDPSession(page);
  await keys.send('Input.imeSetComposition', { text: '土豆', selectionStart: 2, selectionEnd: 2 });
  await keys.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', key: 'Process', code: 'Enter', windowsVirtualKeyCode: 229 });
  await expect(page).not.toHaveURL(/search=/);
  await keys.send('Input.insertText', { text: '土豆' });
  await expect(box).toHaveValue('土豆');
  await box.press('Enter');
  await expect(page).toHaveURL(/search=/);
});

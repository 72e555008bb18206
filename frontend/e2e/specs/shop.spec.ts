import { expect, test } from '@playwright/test';

import { expectAccessible } from '../helpers/axe';
import {
  addToCart,
  atTheCashier,
  buyNow,
  fillReceiver,
  inStock,
  placeOrder,
  seePaid,
} from '../helpers/shopJourney';
import { signInAs } from '../helpers/signIn';

test('a buyer finds produce, reads where it comes from, orders once and pays', async ({ page }) => {
  const broken: string[] = [];
  page.on('console', (line) => line.type() === 'error' && broken.push(line.text()));
  await page.goto('/');
  await expect(page.locator('[data-ready="home"]')).toBeVisible();
  await expectAccessible(page);
  await inStock(page).click();
  await expect(page.getByRole('heading', { name: '来源' })).toBeVisible();
  await expectAccessible(page);
  await buyNow(page);
  await page.locator('[data-role="BY"]').first().click();
  await expect(page.locator('[data-ready="checkout"]')).toBeVisible();
  await fillReceiver(page);
  await expectAccessible(page);
  const total = await placeOrder(page);
  await atTheCashier(page);
  const number = await seePaid(page);
  await expectAccessible(page);
  await page.goto('/shop/orders');
  const row = page.locator('[data-order]').filter({ hasText: number });
  await expect(row).toContainText(total);
  await expectAccessible(page);
  expect(broken).toEqual([]);
});

test('the cart works signed out and is kept over the sign-in', async ({ page }) => {
  await page.goto('/');
  await inStock(page).click();
  await addToCart(page);
  await page.getByRole('link', { name: '去购物车' }).click();
  await expect(page.locator('[data-cart-row]')).toHaveCount(1);
  await expectAccessible(page);
  await page.getByRole('link', { name: '去结算' }).click();
  await page.locator('[data-role="BY"]').first().click();
  await expect(page.locator('[data-ready="checkout"]')).toBeVisible();
  await expect(page.locator('[data-total]')).toHaveText(/¥/);
});

test('a failed payment can be tried again, and an unpaid order can be cancelled', async ({ page }) => {
  await signInAs(page, 'BY', '/');
  await inStock(page).click();
  await buyNow(page);
  await fillReceiver(page);
  await placeOrder(page);
  await page.goBack();
  await expect(page.locator('[data-ready="processing"]')).toBeVisible();
  await expect(page.getByRole('button', { name: '继续支付' })).toBeVisible({ timeout: 15_000 });
  await expectAccessible(page);
  await page.getByRole('link', { name: '查看订单' }).click();
  await page.getByRole('button', { name: '取消订单' }).click();
  await page.getByRole('button', { name: '确认取消' }).click();
  await expect(page.locator('[data-ready="order"]')).toHaveAttribute('data-status', 'cancelled');
});

test('search and category stand in the address, back keeps the place', async ({ page }) => {
  await page.goto('/');
  const chips = page.getByRole('group', { name: '分类' }).getByRole('button');
  await expect(chips.nth(1)).toBeVisible();
  await chips.nth(1).click();
  await expect(page).toHaveURL(/category=/);
  await page.locator('[data-listing]').last().scrollIntoViewIfNeeded();
  const before = await page.evaluate(() => window.scrollY);
  await page.locator('[data-listing]').last().click();
  await expect(page.locator('[data-ready="product"]')).toBeVisible();
  await page.goBack();
  await expect(page).toHaveURL(/category=/);
  await expect.poll(() => page.evaluate(() => window.scrollY)).toBe(before);
});

import { expect, type Page, type Route } from '@playwright/test';

export interface Receiver {
  name: string;
  phone: string;
  /** Province, city, county. */
  region: readonly [string, string, string];
  address: string;
}

/** An invented person: the phone range is used by nobody. */
export const RECEIVER: Receiver = {
  name: '周敏',
  phone: '15490009999',
  region: ['青海省', '西宁市', '城中区'],
  address: '长江路 1 号 2 单元 301',
};

/** Opens the shop, searches and opens the product whose title holds the words. */
export async function findProduct(page: Page, search: string, title = search): Promise<void> {
  await page.goto('/');
  await page.getByLabel('搜索产品、拼音或乡镇').fill(search);
  await page.getByRole('button', { name: '搜索', exact: true }).click();
  await expect(page).toHaveURL(/search=/);
  await page.locator('[data-listing]').filter({ hasText: title }).first().click();
  await expect(page.locator('[data-ready="product"]')).toBeVisible();
}

/** The first card that still has a package to sell. */
export function inStock(page: Page) {
  return page.locator('[data-listing]').filter({ hasText: /剩 [1-9]/ }).first();
}

/** From the product's page to the page of the order form. */
export async function buyNow(page: Page, quantity = 1): Promise<void> {
  const box = page.getByRole('textbox', { name: '购买件数' });
  await box.fill(String(quantity));
  await box.press('Enter');
  await page.getByRole('button', { name: '立即购买' }).click();
  await expect(page).toHaveURL(/\/shop\/(checkout|sign-in)/);
}

export async function addToCart(page: Page): Promise<void> {
  await page.getByRole('button', { name: '加入购物车' }).click();
  await expect(page.getByText('已加入购物车')).toBeVisible();
}

export async function fillReceiver(page: Page, receiver: Receiver = RECEIVER): Promise<void> {
  await page.getByLabel('姓名').fill(receiver.name);
  await page.getByLabel('手机号').fill(receiver.phone);
  for (const [index, name] of receiver.region.entries()) {
    await page.locator('.region select').nth(index).selectOption(name);
  }
  await page.getByLabel('详细地址').fill(receiver.address);
}

/** Tells the total shown, taps the button twice and lands at the cashier. */
export async function placeOrder(page: Page): Promise<string> {
  const total = page.locator('[data-total]');
  await expect(total).toHaveText(/¥/);
  const amount = ((await total.textContent()) ?? '').trim();
  await page.getByRole('button', { name: '提交订单' }).dblclick();
  await expect(page).toHaveURL(/\/sandbox\//, { timeout: 20_000 });
  return amount;
}

/** One of the buttons of the local cashier, then the way back to the shop. */
export async function atTheCashier(page: Page, button = '支付成功'): Promise<void> {
  await page.getByRole('button', { name: button, exact: true }).click();
  const back = page.getByRole('link', { name: '返回商家' });
  if (await back.isVisible()) await back.click();
}

/** Waits until the order itself says that it is paid; answers its number. */
export async function seePaid(page: Page, timeout = 30_000): Promise<string> {
  await expect(page).toHaveURL(/\/shop\/orders\/[^/?]+\?paid=1/, { timeout });
  const order = page.locator('[data-ready="order"]');
  await expect(order).toHaveAttribute('data-status', 'paid');
  await expect(order.locator('[data-source]').first()).toBeVisible();
  return new URL(page.url()).pathname.split('/').at(-1) ?? '';
}

/** The request reaches the server; its answer does not reach the phone. */
export async function loseAnswer(route: Route): Promise<void> {
  await route.fetch();
  await route.abort('connectionreset');
}

/** Confirms receipt of an order that was shipped; the parts of the money must add up. */
export async function confirmReceipt(page: Page, number: string): Promise<void> {
  await page.goto(`/shop/orders/${number}`);
  await page.getByRole('button', { name: '确认收货', exact: true }).click();
  await page.getByRole('button', { name: '已收到，确认收货' }).click();
  await expect(page.locator('[data-ready="order"]')).toHaveAttribute('data-status', 'completed');
  await expect(page.locator('[data-money-parts]')).toContainText('一致');
}

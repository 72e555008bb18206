import { expect, type Page, test } from '@playwright/test';

import { expectAccessible } from '../helpers/axe';
import { addToCart, atTheCashier, fillReceiver, placeOrder, RECEIVER } from '../helpers/shopJourney';
import { signInAs } from '../helpers/signIn';

interface Card {
  uid: string;
  available_packages: number;
}

/** Listings in stock by the account they are paid into, as the cart's quote tells them. */
async function onePerAccount(page: Page): Promise<string[]> {
  const csrf = (await page.context().cookies()).find((one) => one.name === 'csrftoken')?.value ?? '';
  const found = new Map<string, string>();
  let next: string | null = '/api/v1/public/listings';
  while (next && found.size < 2) {
    const list = (await (await page.request.get(next)).json()) as { results: Card[]; next: string | null };
    for (const { uid } of list.results.filter((one) => one.available_packages > 1)) {
      const answer = await page.request.post('/api/v1/orders/quote', {
        data: { lines: [{ listing: uid, quantity: 1 }] },
        headers: { 'X-CSRFToken': csrf, 'Idempotency-Key': crypto.randomUUID() },
      });
      const quote = (await answer.json()) as { orders: { merchant_name: string }[] };
      const name = quote.orders[0]?.merchant_name ?? '';
      if (!found.has(name)) found.set(name, uid);
      if (found.size === 2) break;
    }
    next = list.next;
  }
  return [...found.values()];
}

test('a cart under two accounts to a remote region is paid order by order', async ({ page }) => {
  test.slow();
  await signInAs(page, 'BY', '/');
  const listings = await onePerAccount(page);
  expect(listings).toHaveLength(2);
  for (const uid of listings) {
    await page.goto(`/shop/p/${uid}`);
    await expect(page.locator('[data-unserved]')).toHaveText('西藏自治区');
    await addToCart(page);
  }
  await page.goto('/shop/cart');
  await expect(page.locator('[data-split]')).toContainText('2 笔订单');
  await page.getByRole('link', { name: '去结算' }).click();
  await fillReceiver(page, { ...RECEIVER, region: ['西藏自治区', '拉萨市', '城关区'] });
  await expect(page.getByText('或改为到站自提')).toBeVisible();
  await expect(page.getByRole('button', { name: '提交订单' })).toBeDisabled();
  await fillReceiver(page, { ...RECEIVER, region: ['新疆维吾尔自治区', '喀什地区', '喀什市'] });
  await expect(page.getByText('含偏远地区加收 ¥12.00').first()).toBeVisible();
  await expectAccessible(page);
  await placeOrder(page);
  await atTheCashier(page);
  await expect(page).toHaveURL(/paid=1/, { timeout: 30_000 });
  await expect(page.locator('[data-together]')).toContainText('还有 1 笔没有付款');
  await expectAccessible(page);
  await page.getByRole('link', { name: /接着付下一笔/ }).click();
  await expect(page).toHaveURL(/\/sandbox\//, { timeout: 20_000 });
  await atTheCashier(page);
  await expect(page).toHaveURL(/paid=1/, { timeout: 30_000 });
  await expect(page.locator('[data-together] .xz-button--primary')).toHaveCount(0);
});

test('who picks up pays no shipping and finds where the parcel waits', async ({ page }) => {
  await signInAs(page, 'BY', '/');
  const [uid] = await onePerAccount(page);
  await page.goto(`/shop/checkout?listing=${uid}&quantity=1`);
  await page.getByLabel('姓名').fill(RECEIVER.name);
  await page.getByLabel('手机号').fill(RECEIVER.phone);
  await page.getByLabel('到站自提，免运费').check();
  await expect(page.getByText('本站免运费')).toBeVisible();
  await placeOrder(page);
  await atTheCashier(page);
  await expect(page).toHaveURL(/paid=1/, { timeout: 30_000 });
  await page.getByRole('link', { name: '到哪里取货' }).click();
  await expect(page.locator('[data-ready="pick-up"]')).toContainText('打包后这里显示取货码');
  await expectAccessible(page);
});

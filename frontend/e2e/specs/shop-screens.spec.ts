import { expect, type Page, test } from '@playwright/test';

import { expectAccessible } from '../helpers/axe';
import { cardWhere, lotOf, rowsOf } from '../helpers/shopCounty';
import { signInAs } from '../helpers/signIn';

/** Every page of the shop and its states, as the demo county has them: it opens, names its state and is accessible. */
test.setTimeout(180_000);

/** Opens, waits for the page's own mark, looks. With SHOTS set the picture is kept for a person. */
async function see(page: Page, name: string, address: string, shows: string | RegExp, status = 200): Promise<void> {
  const answer = await page.goto(address);
  expect(answer?.status(), address).toBe(status);
  await expect(page.getByText(shows).first(), address).toBeVisible();
  await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(wide, `${address} scrolls sideways`).toBeLessThanOrEqual(page.viewportSize()?.width ?? 0);
  if (process.env.SHOTS) {
    const width = page.viewportSize()?.width ?? 0;
    await page.screenshot({ path: `${process.env.SHOTS}/${name}-${width}.png`, fullPage: true });
  }
  await expectAccessible(page);
}

test('what a visitor sees before signing in', async ({ page }) => {
  const stocked = await cardWhere(page, (one) => one.available_packages > 0);
  const soldOut = await cardWhere(page, (one) => one.available_packages === 0);
  await see(page, 'home', '/', '今日到站');
  const script = await page.locator('script[type="module"]').first().getAttribute('src');
  const sent = await page.request.get(script ?? '');
  expect([sent.headers()['content-encoding'], sent.headers()['cache-control']]).toEqual(['gzip', expect.stringContaining('immutable')]);
  await see(page, 'search', '/?search=yangyu', '土豆');
  await see(page, 'search-none', '/?search=榴莲', /没有找到|您是不是找/);
  await see(page, 'product', `/shop/p/${stocked.uid}`, '每笔款项去向');
  await see(page, 'product-sold-out', `/shop/p/${soldOut.uid}`, '已售完');
  await see(page, 'product-gone', '/shop/p/00000000-0000-4000-8000-000000000000', '看看今日到站');
  const code = await lotOf(page, stocked.uid);
  await see(page, 'trace', `/t/${code}`, code);
  await see(page, 'trace-made-up', '/t/DT26010100000000', /没有|查不到|不存在/, 404);
  await see(page, 'certificate-made-up', '/c/nothing', /没有|查不到|不存在/, 404);
  await see(page, 'cart-empty', '/shop/cart', '购物车');
  await see(page, 'terms', '/shop/terms', '您的权利');
  await see(page, 'sign-in', '/shop/sign-in', '登录');
  await see(page, 'sign-up', '/shop/sign-up', '我已阅读并同意');
  await see(page, 'nowhere', '/shop/nowhere', '没有找到');
});

test('what a buyer sees of the own things', async ({ page }) => {
  await signInAs(page, 'BY', '/');
  const stocked = await cardWhere(page, (one) => one.available_packages > 1);
  await see(page, 'checkout', `/shop/checkout?listing=${stocked.uid}&quantity=1`, '应付');
  await page.getByLabel(/需要发票/).check();
  await page.getByRole('radio', { name: '单位' }).check();
  await expect(page.getByLabel('税号')).toBeVisible();
  await expectAccessible(page);
  await see(page, 'me', '/shop/me', '我的订单');
  await see(page, 'addresses', '/shop/addresses', '城中区');
  await see(page, 'address-new', '/shop/addresses/new', '详细地址');
  await see(page, 'orders', '/shop/orders', '我的订单');
  await see(page, 'reminders', '/shop/reminders', '到货提醒');
  await see(page, 'privacy', '/shop/privacy', '2026-11-01 版');
  await see(page, 'notices', '/shop/notices', '消息');
  for (const status of ['placed', 'paid', 'packed', 'shipped', 'delivered', 'completed', 'cancelled', 'expired']) {
    const [order] = await rowsOf<{ number: string }>(page, `orders?status=${status}`);
    if (order) await see(page, `order-${status}`, `/shop/orders/${order.number}`, order.number);
  }
  // Orders complete by themselves while the journeys run: either will do.
  const [invoice] = await rowsOf<{ order_number: string }>(page, 'invoices?state=issued');
  const issued = invoice?.order_number;
  const had = [...(await rowsOf<{ number: string }>(page, 'orders?status=delivered')), ...(await rowsOf<{ number: string }>(page, 'orders?status=completed'))];
  const number = had.find((one) => one.number !== issued)?.number;
  await see(page, 'review', `/shop/orders/${number}/review`, '评价公开在商品页');
  await see(page, 'after-sale', `/shop/orders/${number}/after-sale`, '售后');
  await see(page, 'invoice', `/shop/orders/${issued}/invoice`, '已开票');
  await see(page, 'invoice-form', `/shop/orders/${number}/invoice`, /申请发票|待开票/);
  await see(page, 'receipt', `/print/receipt/${issued}`, '本凭证证明付款');
});

import { expect, type Page, test } from '@playwright/test';

import { expectAccessible } from '../helpers/axe';
import { rowsOf } from '../helpers/shopCounty';
import { atTheCashier, buyNow, fillReceiver, inStock, placeOrder, seePaid } from '../helpers/shopJourney';
import { signInAs } from '../helpers/signIn';

/** What the provider may do wrong, as the buyer sees it: the money is never lost and never taken twice. */
test.setTimeout(120_000);

async function toTheCashier(page: Page): Promise<void> {
  await signInAs(page, 'BY', '/');
  await inStock(page).click();
  await buyNow(page);
  await fillReceiver(page);
  await placeOrder(page);
}

for (const button of ['重复通知', '延迟通知', '通知丢失', '关闭后支付']) {
  test(`${button}: the order is paid once`, { tag: '@phone' }, async ({ page }) => {
    await toTheCashier(page);
    await atTheCashier(page, button);
    const number = await seePaid(page);
    const order = await (await page.request.get(`/api/v1/orders/${number}`)).json();
    expect(order.payment.state).toBe('paid');
    expect(order.refunds).toEqual([]);
    expect(order.steps.filter((step: { status: string }) => step.status === 'paid')).toHaveLength(1);
  });
}

test('通知丢失, and the way back is lost too: the sweeper asks, and the waiting page says paid', { tag: '@phone' }, async ({ page }) => {
  await toTheCashier(page);
  await page.route('**/pay/return/**', (route) => route.abort('connectionreset'), { times: 1 });
  await page.getByRole('button', { name: '通知丢失', exact: true }).click();
  const [newest] = await rowsOf<{ number: string }>(page, 'orders?page_size=1');
  await page.goto(`/shop/orders/${newest?.number}/processing`);
  await expect(page.locator('[data-phase]')).toHaveAttribute('data-phase', 'confirming');
  await expectAccessible(page);
  const number = await seePaid(page, 60_000);
  const order = await (await page.request.get(`/api/v1/orders/${number}`)).json();
  expect([number, order.payment.state, order.refunds]).toEqual([newest?.number, 'paid', []]);
  expect(order.steps.filter((step: { status: string }) => step.status === 'paid')).toHaveLength(1);
});

test('支付失败: the bank took nothing, and the second try pays', { tag: '@phone' }, async ({ page }) => {
  await toTheCashier(page);
  await page.getByRole('button', { name: '支付失败', exact: true }).click();
  await expect(page.getByText('银行没有扣款，可以再试一次')).toBeVisible();
  await atTheCashier(page, '支付成功');
  await seePaid(page);
});

test('篡改金额: the buyer is told that it is looked into, and not asked to pay again', { tag: '@phone' }, async ({ page }) => {
  await toTheCashier(page);
  await page.getByRole('button', { name: '篡改金额', exact: true }).click();
  await expect(page.locator('[data-phase]')).toHaveAttribute('data-phase', 'doubtful', { timeout: 20_000 });
  await expect(page.getByText('请不要重复付款')).toBeVisible();
  await expect(page.getByRole('button', { name: '继续支付' })).toHaveCount(0);
  await expectAccessible(page);
  await page.getByRole('link', { name: '查看订单' }).click();
  await expect(page.locator('[data-ready="order"]')).toHaveAttribute('data-status', 'placed');
  await expect(page.getByText('请不要重复付款')).toBeVisible();
  await expectAccessible(page);
});

test('a forged notify is answered with failure, and the order waits on', { tag: '@phone' }, async ({ page }) => {
  await toTheCashier(page);
  const [trade] = /XZ[0-9a-f]{32}/.exec(await page.locator('body').innerText()) ?? [''];
  const forged = await page.request.post('/pay/notify', {
    form: { out_trade_no: trade, trade_status: 'TRADE_SUCCESS', total_amount: '0.01', sign_type: 'RSA2', sign: 'AAAA' },
  });
  expect(await forged.text()).toBe('failure');
  await page.goBack();
  await expect(page.getByRole('button', { name: '继续支付' })).toBeVisible({ timeout: 20_000 });
});

import { expect, test } from '@playwright/test';

import { expectAccessible } from '../helpers/axe';
import { rowsOf } from '../helpers/shopCounty';
import { signInAs } from '../helpers/signIn';

interface Row {
  number: string;
}

test('the desk makes out what a buyer asked for, and the buyer reads number and sum', { tag: '@phone' }, async ({ browser }) => {
  test.slow();
  const buyer = await (await browser.newContext({ locale: 'zh-CN', viewport: { width: 360, height: 740 } })).newPage();
  await signInAs(buyer, 'BY', '/');
  const desk = await (await browser.newContext({ locale: 'zh-CN', viewport: { width: 1280, height: 800 } })).newPage();
  await signInAs(desk, 'CA', '/orders');
  const theirs = [...(await rowsOf<Row>(desk, 'orders?status=delivered')), ...(await rowsOf<Row>(desk, 'orders?status=completed'))];
  const mine = [...(await rowsOf<Row>(buyer, 'orders?status=delivered')), ...(await rowsOf<Row>(buyer, 'orders?status=completed'))];
  const asked = await rowsOf<{ order_number: string }>(buyer, 'invoices');
  const both = mine.filter((one) => theirs.some((other) => other.number === one.number));
  const order = both.find((one) => !asked.some((other) => other.order_number === one.number))?.number ?? '';
  await buyer.goto(`/shop/orders/${order}/invoice`);
  await buyer.getByRole('radio', { name: '单位' }).check();
  await buyer.getByLabel('单位全称').fill('西宁好菜鲜品店');
  await buyer.getByLabel('税号').fill('91639999MA7588JC96');
  await buyer.getByRole('button', { name: '提交申请' }).click();
  await expect(buyer.getByText('最后一位校验位不符')).toBeVisible();
  await expectAccessible(buyer);
  await buyer.getByLabel('税号').fill('91639999MA7588JC95');
  await buyer.getByRole('button', { name: '提交申请' }).click();
  await expect(buyer.locator('[data-invoice="asked"]')).toBeVisible();

  await desk.goto('/console/invoices?state=asked');
  const row = desk.locator(`[data-invoice="${order}"]`);
  await expect(row).toContainText('税号');
  await expectAccessible(desk);
  const number = `2663${Date.now()}`.padEnd(20, '7').slice(0, 20);
  await row.getByLabel('发票号码').fill(number);
  await row.getByLabel('发票文件').setInputFiles({ name: 'fapiao.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7 demo') });
  await row.getByRole('button', { name: '登记已开具' }).click();
  await expect(desk.getByRole('alert')).toHaveCount(0);
  if (process.env.SHOTS) await desk.screenshot({ path: `${process.env.SHOTS}/invoices-desk.png`, fullPage: true });
  await buyer.reload();
  await expect(buyer.locator('[data-invoice="issued"]')).toContainText(number);
  const download = buyer.waitForEvent('download');
  await buyer.getByRole('button', { name: '下载发票' }).click();
  expect((await download).suggestedFilename()).toContain(number);
  expect((await rowsOf<{ text: string }>(buyer, 'notices')).some((one) => one.text.includes(order))).toBe(true);
});

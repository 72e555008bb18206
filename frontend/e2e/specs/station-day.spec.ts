import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { type BrowserContext, expect, type Page, test } from '@playwright/test';

import { expectAccessible } from '../helpers/axe';
import { bindPhone, openPhone, rowsOn, statesOn } from '../helpers/device';
import { weighIn } from '../helpers/stationJourney';

let folder = '';

test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'xz-phone-'));
});
test.afterEach(() => rmSync(folder, { recursive: true, force: true }));
const HEAD = '冶占林';

/** A bound phone that has lost its network. */
async function inTheField(): Promise<{ phone: BrowserContext; page: Page }> {
  const phone = await openPhone(folder);
  const page = phone.pages()[0] ?? (await phone.newPage());
  await bindPhone(page);
  await expect.poll(async () => (await rowsOn(page, 'lists')).map((row) => row.name).join(' ')).toContain('/stock');
  await phone.setOffline(true);
  return { phone, page };
}

/** A signature drawn with the finger. */
async function sign(page: Page): Promise<void> {
  const pad = page.getByRole('img', { name: '运营员在这里签名' });
  await pad.evaluate((canvas) => canvas.scrollIntoView({ block: 'center' }));
  const box = await pad.boundingBox();
  if (!box) throw new Error('no pad to sign on');
  await page.mouse.move(box.x + 20, box.y + 20);
  await page.mouse.down();
  await page.mouse.move(box.x + 120, box.y + 60, { steps: 5 });
  await page.mouse.up();
  await page.getByRole('button', { name: '签好了' }).click();
}

test('somebody unknown is entered and weighed in without network; both are on the server after', { tag: '@phone' }, async () => {
  const { phone, page } = await inTheField();
  await page.goto('/station/receive');
  await page.getByRole('button', { name: '没有这一户？临时登记' }).click();
  await page.getByLabel('姓名').fill(HEAD);
  await page.locator('[aria-label="临时登记"] input[type=radio]').first().check();
  await expectAccessible(page);
  await page.getByRole('button', { name: '登记，接着收货' }).click();
  const { line } = await weighIn(page, {
    household: HEAD, product: 'potato', grade: '一级', grossJin: '27', tare: '筐 1 公斤',
  });
  expect(line).toContain(HEAD);
  await phone.setOffline(false);
  await expect.poll(() => statesOn(page), { timeout: 30_000 }).toEqual(['sent', 'sent']);
  const rows = await rowsOn(page, 'outbox');
  const receipt = rows.find((row) => row.kind === 'receipt');
  const answer = await page.request.get(`/api/v1/receipts/${String(receipt?.uid)}`);
  expect(await answer.json()).toMatchObject({ household_name: HEAD });
  await phone.close();
});

test('the day is not closed over an unsent record; counted, signed and closed once all is there', { tag: '@phone' }, async () => {
  const { phone, page } = await inTheField();
  await page.goto('/station/services');
  await page.getByRole('radio', { name: '代缴费' }).check();
  await page.getByRole('button', { name: '登记' }).click();
  await expect(page.getByText('已登记：代缴费 1 次').first()).toBeVisible();
  await page.goto('/station/day');
  await page.getByLabel('柜台现金').fill('120.50');
  await sign(page);
  await expect(page.getByText('本机还有 1 条记录没有上传')).toBeVisible();
  await expect(page.locator('.xs-foot').getByRole('button')).toBeDisabled();
  await expectAccessible(page);
  await phone.setOffline(false);
  await page.goto('/station/day');
  const close = page.locator('.xs-foot').getByRole('button', { name: '日结', exact: true });
  await expect(close).toBeEnabled({ timeout: 30_000 });
  await close.click();
  await expect(page.locator('[data-closed]')).toContainText('柜台现金 120.50 元', { timeout: 30_000 });
  await expectAccessible(page);
  await phone.close();
});

test('a count without network is held against the books once it is there', { tag: '@phone' }, async () => {
  const { phone, page } = await inTheField();
  await page.goto('/station/count');
  const lot = page.locator('[data-count]').first();
  const code = (await lot.getAttribute('data-count')) ?? '';
  await lot.getByLabel('实有').fill('1');
  await expectAccessible(page);
  await page.getByRole('button', { name: '盘点完成（1 个批次）' }).click();
  await expect(page.getByLabel('盘到的')).toContainText(code);
  await phone.setOffline(false);
  await expect(page.locator(`[data-variance="${code}"]`)).toBeVisible({ timeout: 30_000 });
  await expectAccessible(page);
  await phone.close();
});

test('a void is asked for without network and waits for the manager', { tag: '@phone' }, async () => {
  const { phone, page } = await inTheField();
  await phone.setOffline(false);
  await page.goto('/station/receipts');
  await page.locator('[data-ready="receipts"] a').first().click();
  await page.getByRole('link', { name: '称错了？申请作废' }).click();
  await page.getByLabel('原因').fill('称错了户，应为邻居家');
  await page.getByRole('button', { name: '申请作废' }).click();
  await page.getByRole('button', { name: '确定申请' }).click();
  await expect(page.locator('[data-void]')).toBeVisible();
  await expectAccessible(page);
  await phone.close();
});

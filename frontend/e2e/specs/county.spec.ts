import { readFile } from 'node:fs/promises';

import { type Page, expect, test } from '@playwright/test';

import { expectAccessible } from '../helpers/axe';
import { signInAs } from '../helpers/signIn';

test('an official drills from the county to one household’s receipt', async ({ page }) => {
  await signInAs(page, 'CO', '/overview');
  await page.goto('/console/overview?period=2025');
  await expect(page.locator('[data-check="agrees"]')).toContainText('一致');
  await expectAccessible(page);
  await page.locator('a[data-tile]').first().click();
  const first = page.locator('[data-area]').first();
  await expect(first).toHaveAttribute('data-area', /^\d{12}$/);
  const villages = page.getByRole('region', { name: '各地数据表' });
  await villages.getByRole('link').first().click();
  await expect(first).toHaveAttribute('data-area', /^[0-9a-f]{8}-/);
  await villages.getByRole('link').first().click();
  await page.getByRole('button', { name: '核对档案信息' }).click();
  const homes = page.getByRole('region', { name: '农户数据表' });
  await expect(homes.getByRole('row').last()).toContainText('合计');
  await expectAccessible(page);
  await homes.getByRole('link').first().click();
  const receipts = page.getByRole('region', { name: '每笔销售的收货凭证' });
  await expect(receipts).toContainText(/DT\d/);
  await expectAccessible(page);
});

test('a scope typed into the address is not found', async ({ page }) => {
  await signInAs(page, 'TO', '/overview');
  await page.goto('/console/overview?parent=630121205');
  await expect(page.getByText('没有这个地区，或不在您的范围内')).toBeVisible();
});

test('the wall screen fills 1920 x 1080 without scrolling', async ({ page }) => {
  await page.setViewportSize({ width: 1920, height: 1080 });
  await signInAs(page, 'CO', '/overview');
  await page.goto('/console/overview?tv=1&period=2026');
  await expect(page.locator('[data-ready="wall"] .ranks li')).toHaveCount(10);
  await expect(page.locator('.head')).toContainText('大通');
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  expect(height).toBeLessThanOrEqual(1080);
  await expectAccessible(page);
});

/** A file of the page as the browser got it. */
async function taken(page: Page, button: string): Promise<Buffer> {
  const leaving = page.waitForEvent('download');
  await page.getByRole('button', { name: button }).click();
  return readFile(await (await leaving).path());
}

test('the overview leaves as a list that says what the page says, and on paper @desk', async ({ page }) => {
  await signInAs(page, 'CO', '/overview');
  await page.goto('/console/overview?period=2026');
  const total = page.getByRole('region', { name: '各地数据表' }).locator('tfoot td').first();
  const shown = (await total.innerText()).replace(/[^0-9.]/g, '');
  const lines = (await taken(page, '导出 CSV')).toString('utf8').trim().split(/\r?\n/);
  expect(lines.at(-1)).toContain(shown);
  expect((await taken(page, '导出 PDF')).subarray(0, 5).toString()).toBe('%PDF-');
});

test('sales under review stand beside the total, and open to their rows for a reason @desk', async ({ page }) => {
  await signInAs(page, 'CO', '/overview');
  await page.goto('/console/overview?period=2026');
  await expect(page.locator('[data-left-out]')).toContainText(/核查中 \d+ 笔 ¥/);
  await page.screenshot({ path: 'test-results/overview.png', fullPage: true });
  await page.getByRole('link', { name: '查看这些交易' }).click();
  const list = page.getByRole('region', { name: '疑似虚假交易' });
  await expect(list).toContainText('买家就是卖货的农户');
  await expectAccessible(page);
  await page.screenshot({ path: 'test-results/findings.png', fullPage: true });
  await list.getByRole('link', { name: '买家就是卖货的农户' }).click();
  await page.getByRole('button', { name: '核对档案信息' }).click();
  await expect(page.getByRole('region', { name: '涉及的交易' })).toContainText('收货手机号是该农户的手机号');
  await expectAccessible(page);
  await page.screenshot({ path: 'test-results/finding.png', fullPage: true });
});

test('the report keeps its order and leaves as a PDF', async ({ page }) => {
  await signInAs(page, 'CO', '/income-runs');
  await page.goto('/console/income-runs');
  await page.getByRole('region', { name: '全部评估' }).getByRole('link').first().click();
  await expect(page.locator('[data-section]')).toHaveCount(12);
  await expect(page.locator('[data-section="event_study"] img')).toBeVisible();
  await expectAccessible(page);
  const leaving = page.waitForEvent('download');
  await page.getByRole('button', { name: '导出 PDF' }).click();
  expect((await leaving).suggestedFilename()).toMatch(/^report-.*\.pdf$/);
});

test('a headline figure opens down to one receipt @desk', async ({ page }) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await signInAs(page, 'CO', '/income-runs');
  await page.goto('/console/income-runs');
  await page.getByRole('region', { name: '全部评估' }).getByRole('link').first().click();
  await page.getByRole('link', { name: '账实增收逐级到凭证' }).click();
  const places = page.getByRole('region', { name: '各地账实增收' });
  await expect(page.getByRole('region', { name: '合计', exact: true })).toContainText('大通县合计');
  await expectAccessible(page);
  await page.screenshot({ path: 'test-results/gain-county.png' });
  await places.getByRole('link').first().click();
  await expect(page).toHaveURL(/parent=\d{9}/);
  await expect(places.getByRole('link').first()).toHaveAttribute('href', /village=/);
  await places.getByRole('link').first().click();
  await page.getByRole('button', { name: '核对档案信息' }).click();
  await expectAccessible(page);
  await page.screenshot({ path: 'test-results/gain-homes.png' });
  await page.getByRole('link', { name: '逐笔凭证' }).first().click();
  await expect(page.getByRole('region', { name: '每笔付款与常规渠道价' })).toContainText('A 类');
  await page.getByRole('button', { name: '收货凭证' }).first().click();
  const paper = page.getByRole('region', { name: '收货凭证内容' });
  await expect(paper).toContainText('称重时间');
  await page.screenshot({ path: 'test-results/gain-receipt.png' });
  await page.getByRole('link', { name: '打开该批次的溯源页' }).click({ trial: true });
});

test('a spec is frozen before its outcomes, and the next survey waits for it @desk', async ({ page }) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await signInAs(page, 'CO', '/income-runs');
  await page.goto('/console/income-runs');
  await page.getByRole('button', { name: '冻结新方案' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByLabel('县代码')).toHaveValue('630121');
  await dialog.getByLabel('方案名称').fill('五年再评');
  await dialog.getByLabel('结束年度').fill('2026');
  await dialog.getByRole('button', { name: '冻结，不再修改' }).click();
  await expect(dialog.getByRole('alert')).toContainText('至少要三个年度');
  await dialog.getByLabel('结束年度').fill('2030');
  await dialog.getByRole('button', { name: '冻结，不再修改' }).click();
  await expect(page.getByRole('region', { name: '评估方案' })).toContainText('第 2 号 五年再评');
  await expectAccessible(page);
  await page.goto('/console/income-waves');
  await expect(page.getByRole('region', { name: '收入线' })).toContainText('防返贫监测线');
  await expectAccessible(page);
  await page.screenshot({ path: 'test-results/waves.png' });
});

test('households near the line are counted for the county and named masked for the township @desk', async ({ page }) => {
  await signInAs(page, 'CO', '/near-line');
  await page.goto('/console/near-line');
  await expect(page.getByRole('region', { name: '监测线附近的农户数' })).toContainText('<5');
  await expect(page.getByRole('link', { name: '查看范围内的农户名单' })).toHaveCount(0);
  await page.screenshot({ path: 'test-results/near-county.png' });
  await page.getByRole('button', { name: '退出' }).click();
  await signInAs(page, 'TO', '/near-line');
  await page.goto('/console/near-line');
  await page.getByRole('link', { name: '查看范围内的农户名单' }).click();
  await page.getByRole('button', { name: '核对档案信息' }).click();
  await expect(page.getByRole('region', { name: '监测线附近的农户名单' })).toContainText('*');
  await expectAccessible(page);
  await page.screenshot({ path: 'test-results/near-homes.png' });
});

test('the wall shows what was found and how sure it is @desk', async ({ page }) => {
  await page.setViewportSize({ width: 1920, height: 1080 });
  await signInAs(page, 'CO', '/income-runs');
  await page.goto('/console/income-runs');
  const run = await page.getByRole('region', { name: '全部评估' }).getByRole('link').first().getAttribute('href');
  await page.goto(`${run}?tv=1`);
  await expect(page.locator('[data-section]')).toHaveCount(4);
  await expect(page.getByRole('button', { name: '导出 PDF' })).toHaveCount(0);
  await page.screenshot({ path: 'test-results/wall-report.png' });
});

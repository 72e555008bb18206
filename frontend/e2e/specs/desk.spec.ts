import { expect, type Page, test } from '@playwright/test';

import { expectAccessible } from '../helpers/axe';
import { signInAs } from '../helpers/signIn';

async function open(page: Page, label: string, ready: string): Promise<void> {
  await expect(page.getByRole('banner')).toBeVisible();
  const menu = page.getByRole('button', { name: '菜单', exact: true });
  if (await menu.isVisible()) await menu.click();
  await page.getByRole('navigation', { name: '主菜单' }).getByRole('link', { name: label }).click();
  await expect(page.locator(`[data-ready="${ready}"]`)).toBeVisible();
}

test('an administrator makes an account and proposes a hat; an official agrees', async ({ page }) => {
  const username = `e2e-${Date.now().toString(36)}`;
  await signInAs(page, 'SA');
  await open(page, '账号', 'accounts');
  await expectAccessible(page);
  await page.getByText('新建账号').click();
  await page.getByLabel('姓名', { exact: false }).first().fill('测试新人');
  await page.getByLabel('账号名', { exact: false }).fill(username);
  await page.getByRole('button', { name: '建立账号' }).click();
  await expect(page.locator('[data-once]')).toContainText('一次性密码');
  await open(page, '授权与任期', 'assignments');
  await page.getByText('提出授权').first().click();
  await page.getByLabel('账号名').fill(username);
  await page.getByRole('combobox', { name: '身份' }).first().selectOption('AU');
  await expect(page.getByRole('combobox', { name: '范围' })).toContainText('大通');
  await page.getByRole('button', { name: '提出授权' }).click();
  await expect(page.getByText('等第二人复核后生效')).toBeVisible();

  await page.getByRole('button', { name: '退出' }).click();
  await signInAs(page, 'CO', '/inbox');
  await page.getByRole('button', { name: /测试新人/ }).first().click();
  await expect(page.getByText(username)).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: '同意', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: '同意' }).click();
  await expect(page.getByText('已同意')).toBeVisible();
});

test('an auditor filters the trace and takes it away with a watermark', async ({ page }) => {
  await signInAs(page, 'AU', '/audit/events');
  await expect(page.getByText(/条已入链/)).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: '导出 CSV' }).click();
  await page.locator('textarea').fill('年度审计抽查');
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('dialog').getByRole('button', { name: '导出' }).click(),
  ]);
  expect(file.suggestedFilename()).toMatch(/^audit-.*\.csv$/);
});

test('health is shown in figures and no page is empty of words', async ({ page }) => {
  await signInAs(page, 'SA', '/health');
  await expect(page.getByRole('row', { name: /待处理任务/ })).toBeVisible();
  await open(page, '站点设备', 'devices');
  await open(page, '合作方程序', 'partners');
  await expectAccessible(page);
});

test('a page opened from the end of the long list begins at its top @desk', async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 600 });
  await signInAs(page, 'CO', '/overview');
  await page.getByRole('link', { name: '月度结账' }).click();
  await expect(page.getByRole('heading', { name: '月度结账', level: 1 })).toBeInViewport();
  await expect(page.getByText('每月账目由一人提交')).toBeInViewport();
});

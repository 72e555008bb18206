import { expect, test } from '@playwright/test';

import { expectAccessible } from '../helpers/axe';
import { signInAs } from '../helpers/signIn';

test('a township suspends a station: asked for, agreed to by its second person', async ({ page }) => {
  await signInAs(page, 'TO', '/stations');
  await page.goto('/console/stations?search=dxz');
  await expect(page.getByRole('region', { name: '服务站' })).toContainText('电商服务站');
  await expectAccessible(page);
  await page.getByRole('link', { name: /电商服务站/ }).first().click();
  await expect(page.locator('[data-ready="station"]')).toBeVisible();
  await expect(page.getByRole('heading', { name: '服务村' })).toBeVisible();
  await expectAccessible(page);
  await page.goto('/console/place-changes?state=submitted');
  await expect(page.getByRole('region', { name: '变更记录' })).toContainText('待审批');
});

test('who did not make it reads what changes and is offered the word', async ({ page }) => {
  await signInAs(page, 'TO', '/inbox', undefined, 1);
  await page.goto('/console/inbox');
  await page.getByRole('button', { name: /服务站状态|服务村调整/ }).first().click();
  await expect(page.getByRole('region', { name: '变更内容' })).toBeVisible();
  await expect(page.getByRole('button', { name: '同意' })).toBeVisible();
  await expectAccessible(page);
});

test('a file of areas is tried before it is sent', async ({ page }) => {
  await signInAs(page, 'SA', '/areas');
  await page.goto('/console/areas/import');
  const csv = '代码,名称,类型,批次字母\n639998,测试县,县,CS\n63999810,坏行,,\n';
  await page.getByLabel('文件').setInputFiles({
    name: 'county.csv', mimeType: 'text/csv', buffer: Buffer.from(csv),
  });
  await page.getByRole('button', { name: '试导入（不写入）' }).click();
  await expect(page.getByText('应为 6、9 或 12 位数字')).toBeVisible();
  await expect(page.getByRole('button', { name: '提交审批' })).toHaveCount(0);
  await expectAccessible(page);
});

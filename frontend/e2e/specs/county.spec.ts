import { expect, test } from '@playwright/test';

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
  await page.goto('/console/overview?tv=1&period=2025');
  await expect(page.locator('[data-ready="wall"] .ranks li')).toHaveCount(10);
  await expect(page.locator('.head')).toContainText('大通');
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  expect(height).toBeLessThanOrEqual(1080);
  await expectAccessible(page);
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

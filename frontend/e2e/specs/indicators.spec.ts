import { type Browser, expect, type Page, test } from '@playwright/test';

import { expectAccessible } from '../helpers/axe';
import { signInAs } from '../helpers/signIn';

async function desk(browser: Browser, role: string, path: string): Promise<Page> {
  const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
  await signInAs(page, role, path);
  return page;
}

/** The draft of the townships' quarter, on the version in force. */
async function draft(page: Page): Promise<void> {
  await page.getByRole('button', { name: '起草新的一版' }).click();
  const form = page.getByRole('dialog');
  const county = form.getByRole('combobox', { name: '县' });
  await county.fill('大通');
  await expect(form.getByRole('option').first()).toBeVisible();
  await county.press('Enter');
  await form.getByRole('button', { name: '起草', exact: true }).click();
  await expect(page.locator('[data-ready="indicator-set"]')).toHaveAttribute('data-set-state', 'draft');
}

async function points(page: Page, code: string, figure: string): Promise<void> {
  await page.getByRole('button', { name: `修改 ${code}` }).click();
  const form = page.getByRole('dialog');
  await form.getByRole('textbox', { name: '分值' }).fill(figure);
  await form.getByRole('button', { name: '改好' }).click();
  await expect(form).toBeHidden();
}

async function submit(page: Page): Promise<void> {
  await page.getByRole('button', { name: '提交县级审批' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '提交', exact: true }).click();
}

test('indicators are drafted on the screen, refused until they make 100, and agreed to by the county @desk', async ({ browser }) => {
  const admin = await desk(browser, 'SA', '/indicators');
  await expectAccessible(admin);
  await draft(admin);
  const code = (await admin.locator('[data-line]').first().getAttribute('data-line')) ?? '';
  const before = await admin.locator(`[data-line="${code}"] td`).nth(5).innerText();

  await points(admin, code, '99');
  await expect(admin.locator('[data-base]')).not.toHaveText('100');
  await submit(admin);
  await expect(admin.locator('.xz-bar--danger')).toContainText('100');
  await points(admin, code, before);
  await expect(admin.locator('[data-base]')).toHaveText('100');
  await admin.getByLabel('名称').fill('乡镇季度考核（修订）');
  await expectAccessible(admin);
  await submit(admin);
  await expect(admin.locator('[data-ready="indicator-set"]')).toHaveAttribute('data-set-state', 'submitted');

  const official = await desk(browser, 'CO', '/inbox');
  await official.getByRole('button', { name: /乡镇季度考核（修订）/ }).click();
  await official.getByRole('button', { name: '同意', exact: true }).click();
  await official.getByRole('dialog').getByRole('button', { name: '同意', exact: true }).click();
  await expect(official.getByRole('button', { name: /乡镇季度考核（修订）/ })).toBeHidden();
  await admin.reload();
  await expect(admin.locator('[data-ready="indicator-set"]')).toHaveAttribute('data-set-state', 'in_force');
});

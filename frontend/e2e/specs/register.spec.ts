import { expect, test } from '@playwright/test';

import { expectAccessible } from '../helpers/axe';
import { signInAs } from '../helpers/signIn';

const SHOTS = process.env.PICTURES;

/** The secretary finds a household, opens its file for a reason, looks at a day of the past. */
test('a household is found, opened with a reason, and read as of a day', async ({ page }, info) => {
  await signInAs(page, 'PS', '/households');
  await page.getByLabel('查找农户').fill('没有这个人');
  await page.getByRole('button', { name: '查找', exact: true }).click();
  await expect(page.getByText('没有符合条件的农户')).toBeVisible();
  await page.getByRole('button', { name: '清除' }).click();
  await expect(page.getByRole('region', { name: '农户档案' })).toBeVisible();
  await expectAccessible(page);
  if (SHOTS) await page.screenshot({ path: `${SHOTS}/households-${info.project.name}.png` });
  // Whoever was entered at a counter has no phone yet that could be masked.
  const known = page.getByRole('region', { name: '农户档案' }).getByRole('row').filter({ hasNotText: '临时' });
  await known.getByRole('link').first().click();
  await page.getByRole('button', { name: '核对档案信息' }).click();
  await expect(page.locator('[data-ready="household"]')).toBeVisible();
  await expect(page.getByText('****').first()).toBeVisible();
  await expectAccessible(page);
  if (SHOTS) await page.screenshot({ path: `${SHOTS}/household-${info.project.name}.png`, fullPage: true });
  await page.getByLabel('查看某日档案').fill('2018-01-01');
  await expect(page.getByText('这一天还没有登记这户。')).toBeVisible();
  await page.getByRole('button', { name: '回到今天' }).click();
  await page.getByRole('button', { name: '申请变更' }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  if (SHOTS) await page.screenshot({ path: `${SHOTS}/change-dialog-${info.project.name}.png` });
});

/** A change in waiting shows its difference; a cooperative shows the law and its members. */
test('changes show what would change, cooperatives show their members', async ({ page }, info) => {
  await signInAs(page, 'PS', '/household-changes?state=evidence');
  const list = page.getByRole('region', { name: '档案变更' });
  await list.getByRole('link').first().click();
  await expect(page.getByRole('region', { name: '变更前后' })).toBeVisible();
  await expect(page.getByRole('button', { name: '同意变更' })).toBeVisible();
  await expectAccessible(page);
  if (SHOTS) await page.screenshot({ path: `${SHOTS}/change-${info.project.name}.png` });
});

test('a manager reads members and one account', async ({ page }, info) => {
  await signInAs(page, 'CM', '/cooperatives');
  await page.getByRole('region', { name: '合作社' }).getByRole('link').first().click();
  await expect(page.locator('[data-ready="cooperative"]')).toBeVisible();
  const members = page.getByRole('region', { name: '社员' });
  await expect(members.getByRole('link').first()).toBeVisible();
  await expectAccessible(page);
  if (SHOTS) await page.screenshot({ path: `${SHOTS}/cooperative-${info.project.name}.png`, fullPage: true });
  await members.getByRole('link').first().click();
  await expect(page.locator('[data-ready="membership"]')).toBeVisible();
  await expect(page.getByRole('button', { name: '办理退社' })).toBeVisible();
  await expectAccessible(page);
});

import { expect, test } from '@playwright/test';

import { expectAccessible } from '../helpers/axe';
import { signInAs } from '../helpers/signIn';

for (const app of ['shop', 'station', 'console']) {
  test(`the sign-in page of ${app} lists demo accounts under a banner`, async ({ page }) => {
    const broken: string[] = [];
    page.on('console', (line) => line.type() === 'error' && broken.push(line.text()));
    await page.goto(`/${app}/sign-in`);
    await expect(page.getByText('演示', { exact: true })).toBeVisible();
    await expectAccessible(page);
    expect(broken).toEqual([]);
  });
}

for (const role of ['BY', 'SO', 'CM']) {
  test(`one tap signs in as ${role} and the first page stands`, async ({ page }) => {
    await signInAs(page, role);
    await expect(page.locator('[data-ready]').first()).toBeVisible();
    await expectAccessible(page);
  });
}

test('a page that needs a sign-in brings the person back after it', async ({ page }) => {
  await page.goto('/shop/me');
  await expect(page).toHaveURL(/\/shop\/sign-in\?next=/);
  await page.locator('[data-role="BY"]').first().click();
  await expect(page).toHaveURL(/\/shop\/me$/);
});

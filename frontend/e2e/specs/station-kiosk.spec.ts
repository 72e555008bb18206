import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, test } from '@playwright/test';

import { expectAccessible } from '../helpers/axe';
import { bindPhone, openPhone } from '../helpers/device';
import { signInAs } from '../helpers/signIn';

let folder = '';
test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'xz-phone-'));
});
test.afterEach(() => rmSync(folder, { recursive: true, force: true }));

test.setTimeout(60_000);

test('a household sets its code at the counter and reads its own statement, and nothing else opens', { tag: '@phone' }, async ({ page: desk }) => {
  await signInAs(desk, 'SO');
  const { results } = (await (await desk.request.get('/api/v1/households')).json()) as { results: { card_no: string; head_name: string }[] };
  const home = results[0] ?? { card_no: '', head_name: '' };
  const phone = await openPhone(folder);
  const page = phone.pages()[0] ?? (await phone.newPage());
  await bindPhone(page);
  await page.goto('/station/me');
  await page.getByRole('link', { name: '设置农户查账密码' }).click();
  await page.locator(`[data-household="${home.card_no}"]`).click();
  await page.getByLabel('查账密码（6 位数字）').fill('730185');
  await page.getByLabel('再输一次').fill('730185');
  await expectAccessible(page);
  await page.getByRole('button', { name: '保存' }).click();
  await expect(page.getByText(`${home.head_name}户的查账密码已设好。`)).toBeVisible();

  await page.goto('/station/me');
  await page.getByRole('link', { name: '农户自助查账' }).click();
  await page.getByLabel('农户卡号').fill(home.card_no);
  await page.getByLabel('查账密码').fill('111222');
  await page.getByRole('button', { name: '看账单' }).click();
  await expect(page.getByText('卡号或查账密码不对')).toBeVisible();
  await page.getByLabel('查账密码').fill('730185');
  await page.getByRole('button', { name: '看账单' }).click();
  await expect(page.locator('[data-ready="kiosk-statement"]')).toContainText(home.head_name);
  await expectAccessible(page);
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/kiosk.png`, fullPage: true });
  await page.getByRole('button', { name: /^看完了/ }).click();
  await page.goto('/station/receive');
  await expect(page.locator('[data-ready="unlock"]')).toBeVisible();
  await phone.close();
});

import { type Browser, expect, type Page, test } from '@playwright/test';

import { expectAccessible } from '../helpers/axe';
import { signInAs } from '../helpers/signIn';

const SHOTS = process.env.PICTURES;

async function person(browser: Browser, role: string, next: string): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await signInAs(page, role, next);
  return page;
}

async function shoot(page: Page, name: string): Promise<void> {
  if (SHOTS) await page.screenshot({ path: `${SHOTS}/${name}.png`, fullPage: true });
}

async function openFile(page: Page): Promise<void> {
  const rows = page.getByRole('region', { name: '农户档案' }).getByRole('row');
  await rows.filter({ hasNotText: '临时' }).getByRole('link').first().click();
  await page.getByRole('button', { name: '核对档案信息' }).click();
  await expect(page.locator('[data-ready="household"]')).toBeVisible();
}

async function say(page: Page, words: string, button: string): Promise<void> {
  const box = page.getByRole('dialog');
  await box.getByRole('textbox').fill(words);
  await box.getByRole('button', { name: button }).click();
}

async function agree(page: Page, title: RegExp, words: string): Promise<void> {
  await page.getByRole('button', { name: title }).first().click();
  await expect(page.getByText(words).first()).toBeVisible();
  await page.getByRole('button', { name: '同意', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: '同意' }).click();
  await expect(page.getByText('已同意').first()).toBeVisible();
}

/** Nothing is shown to an auditor before the county has agreed; then once. */
test('an auditor sees one value after a second person has agreed', async ({ browser }) => {
  const auditor = await person(browser, 'AU', '/households');
  await openFile(auditor);
  const phone = auditor.getByRole('button', { name: /查看原值.*电话/ });
  await phone.click();
  await say(auditor, '抽查付款通知', '提出申请');
  await expect(auditor.getByText('已提出')).toBeVisible();
  await expect(auditor.getByText(/\b154\d{8}\b/)).toHaveCount(0);

  const official = await person(browser, 'CO', '/inbox');
  await expect(official.locator('[data-ready="inbox"]')).toBeVisible();
  await expectAccessible(official);
  await shoot(official, 'inbox');
  await agree(official, /查看电话原值/, '抽查付款通知');

  await phone.click();
  await expect(auditor.getByText(/154\d{8}/).first()).toBeVisible();
  await expectAccessible(auditor);
});

/** The village asks, the township agrees, the person alone sets the password. */
test('a household gets an account and reads its own file', { tag: '@desk' }, async ({ browser }) => {
  const mobile = `154${String(Date.now()).slice(-8)}`;
  const secretary = await person(browser, 'PS', '/households');
  await openFile(secretary);
  await secretary.getByRole('button', { name: /开通账号/ }).first().click();
  await say(secretary, '12345', '提交乡镇审批');
  await expect(secretary.getByText('请填写 11 位手机号')).toBeVisible();
  await secretary.getByRole('button', { name: /开通账号/ }).first().click();
  await say(secretary, mobile, '提交乡镇审批');
  await expect(secretary.getByText('已提交')).toBeVisible();
  await shoot(secretary, 'household');

  const township = await person(browser, 'TO', '/inbox');
  await agree(township, /任农户/, '（home-');

  const farmer = await (await browser.newContext({ viewport: { width: 360, height: 740 } })).newPage();
  await farmer.goto('/console/sign-in');
  await farmer.getByRole('link', { name: '忘记密码' }).click();
  await expectAccessible(farmer);
  await farmer.getByLabel('手机号').fill(mobile);
  await farmer.getByRole('button', { name: '获取验证码' }).click();
  const told = await farmer.getByText(/验证码是 \d{6}/).innerText();
  await shoot(farmer, 'reset');
  await farmer.getByLabel('短信验证码').fill(/\d{6}/.exec(told)?.[0] ?? '');
  await farmer.getByLabel('新密码').fill('Valley-morning-2026');
  await farmer.getByRole('button', { name: '设置新密码' }).click();
  await farmer.getByRole('textbox', { name: /^账号/ }).fill(mobile);
  await farmer.getByRole('textbox', { name: /^密码/ }).fill('Valley-morning-2026');
  await farmer.getByRole('button', { name: '登录', exact: true }).click();
  await expect(farmer.getByRole('region', { name: '农户档案' }).getByRole('link')).toHaveCount(1);
  await shoot(farmer, 'own');
});

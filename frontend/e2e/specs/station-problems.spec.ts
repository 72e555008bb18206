import { type Browser, expect, type Page, test } from '@playwright/test';

import { expectAccessible } from '../helpers/axe';
import { signInAs } from '../helpers/signIn';

const SHOTS = process.env.PICTURES;
const OVERDUE = '代收包裹超期未清';
const IN_TWO_WEEKS = new Date(Date.now() + 14 * 24 * 3600_000).toISOString().slice(0, 10);
const LAMP = '收货台照明不足';

async function shoot(page: Page, name: string): Promise<void> {
  if (SHOTS) await page.screenshot({ path: `${SHOTS}/${name}.png`, fullPage: true });
}

async function nameOf(page: Page, role: string): Promise<string> {
  const accounts = (await (await page.request.get('/api/v1/demo-accounts')).json()) as { role: string; name: string }[];
  return accounts.find((one) => one.role === role)?.name ?? '';
}

async function choose(page: Page, label: string, typed: string): Promise<void> {
  const box = page.getByRole('dialog').getByRole('combobox', { name: label });
  await box.fill(typed);
  await expect(page.getByRole('dialog').getByRole('option').first()).toBeVisible();
  await box.press('Enter');
}

/** The township names the operator for a problem of the station. */
async function handToOperator(browser: Browser): Promise<void> {
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
  await signInAs(page, 'TO', '/issues');
  await page.getByRole('link', { name: LAMP }).first().click();
  await page.getByRole('button', { name: '重新交办', exact: true }).click();
  await choose(page, '牵头责任人', await nameOf(page, 'SO'));
  const form = page.getByRole('dialog');
  await form.getByLabel('整改期限').fill(IN_TWO_WEEKS);
  await form.getByRole('textbox', { name: '整改任务' }).fill('装好灯管并试一晚');
  await form.getByRole('button', { name: '提交', exact: true }).click();
  await expect(form).toBeHidden();
  await page.context().close();
}

async function openProblem(page: Page, title: string): Promise<void> {
  await page.getByRole('link', { name: `查看任务和整改：${title}` }).click();
  await expect(page.locator('[data-ready="problem"]')).toBeVisible();
}

test('the counter sees its problems and deadlines, and whoever answers proves what was done', { tag: '@phone' }, async ({ browser, page }) => {
  await handToOperator(browser);
  await signInAs(page, 'SO', '/station');
  await page.getByRole('link', { name: /看本站问题和整改/ }).click();
  const late = page.locator(`[data-problem="${OVERDUE}"]`);
  await expect(late).toContainText(/期限 \d{4}-\d{2}-\d{2}/);
  await expect(late.getByText('已超期')).toHaveCSS('color', 'rgb(180, 35, 24)');
  await expect(page.locator('[data-problem="收购价没有上墙"]')).toContainText('已销号');
  await expectAccessible(page);
  await shoot(page, 'problems-360');
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);

  await openProblem(page, OVERDUE);
  await expect(page.getByText(/整改由责任人.+填写/)).toBeVisible();
  await expect(page.getByRole('button', { name: '保存整改记录' })).toHaveCount(0);
  await page.goBack();
  await openProblem(page, LAMP);
  const task = page.locator('section').filter({ hasText: '装好灯管并试一晚' }).last();
  await task.getByLabel(/做了什么/).fill('两根灯管已换，傍晚能看清读数');
  await task.getByRole('button', { name: '保存整改记录' }).click();
  await expect(task.getByRole('alert')).toContainText('请至少附一份佐证');
  const photo = { name: '灯管.png', mimeType: 'image/png', buffer: await page.screenshot() };
  await task.locator('input[type=file]').setInputFiles(photo);
  await expect(task.getByAltText('佐证 1')).toBeVisible();
  await task.getByRole('button', { name: '保存整改记录' }).click();
  await expect(page.getByText(/整改记录已保存/)).toBeVisible();
  await expect(task.getByAltText('灯管.png')).toBeVisible();
  await expect(task).toContainText('两根灯管已换，傍晚能看清读数');
  await expectAccessible(page);
  await shoot(page, 'problem-360');
});

import { type Browser, expect, type Page, test } from '@playwright/test';

import { expectAccessible } from '../helpers/axe';
import { signInAs } from '../helpers/signIn';

const TITLE = '灭火器过期';
const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

async function desk(browser: Browser, role: string): Promise<Page> {
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
  await signInAs(page, role, '/issues');
  return page;
}

/** Opens the dialog of a deed, fills it in and sends it; the button has the dialog's own name. */
async function act(page: Page, label: string, fill: (form: ReturnType<Page['getByRole']>) => Promise<void>): Promise<void> {
  await page.getByRole('button', { name: label, exact: true }).click();
  const form = page.getByRole('dialog');
  await fill(form);
  await form.getByRole('button', { name: '提交', exact: true }).click();
  await expect(form).toBeHidden();
}

async function choose(form: ReturnType<Page['getByRole']>, label: string, typed: string): Promise<void> {
  const box = form.getByRole('combobox', { name: label });
  await box.fill(typed);
  await expect(form.getByRole('listbox').getByRole('option').first()).toBeVisible();
  await box.press('Enter');
}

async function nameOf(page: Page, role: string): Promise<string> {
  const accounts = (await (await page.request.get('/api/v1/demo-accounts')).json()) as { role: string; name: string }[];
  return accounts.find((one) => one.role === role)?.name ?? '';
}

async function register(page: Page): Promise<string> {
  await page.goto('/console/issues/new');
  const form = page.locator('[data-ready="issue-new"]');
  await expectAccessible(page);
  await form.getByRole('textbox', { name: '问题' }).fill(TITLE);
  await form.getByRole('textbox', { name: '具体情况' }).fill('巡查时两具灭火器已过期');
  await choose(form as never, '地点', '村');
  await form.getByRole('button', { name: '登记' }).click();
  await expect(issue(page)).toContainText('待交办');
  return page.url();
}

const issue = (page: Page) => page.locator('[data-ready="issue"]');

async function rectify(page: Page): Promise<void> {
  await page.getByLabel('第 1 项的整改记录').fill('已更换两具灭火器');
  const photo = { name: '新灭火器.png', mimeType: 'image/png', buffer: Buffer.from(PNG, 'base64') };
  await page.getByLabel('第 1 项的佐证').setInputFiles(photo);
  await expect(page.getByRole('status').filter({ hasText: '已上传' })).toBeVisible();
  await page.getByRole('button', { name: '保存整改记录' }).click();
  await expect(page.getByRole('button', { name: /查看佐证/ })).toBeVisible();
}

const inAMonth = (): string => new Date(Date.now() + 30 * 24 * 3600_000).toISOString().slice(0, 10);

test('a problem goes from its discovery to being struck off, and no one strikes off their own @desk', async ({ browser }) => {
  test.setTimeout(120_000);
  const official = await desk(browser, 'TO');
  await expectAccessible(official);
  const address = await register(official);
  const secretary = await nameOf(official, 'PS');
  await act(official, '交办', async (form) => {
    await choose(form, '牵头责任人', secretary);
    await form.getByLabel('整改期限').fill(inAMonth());
    await form.getByRole('textbox', { name: '整改任务' }).fill('更换灭火器并张贴检查卡');
  });
  await expect(issue(official)).toContainText('整改中');

  const lead = await desk(browser, 'PS');
  await lead.goto(address);
  await rectify(lead);
  await expectAccessible(lead);
  await act(lead, '报请销号', (form) => form.getByRole('textbox', { name: '整改情况' }).fill('灭火器已换新，检查卡已张贴'));
  await expect(issue(lead)).toContainText('待核验销号');
  await expect(lead.getByRole('button', { name: '核验或销号' })).toBeHidden();

  await official.reload();
  await act(official, '核验或销号', async () => undefined);
  await expect(issue(official)).toContainText('等待销号（县级干部）');
  const county = await desk(browser, 'CO');
  await county.goto(address);
  await act(county, '核验或销号', async () => undefined);
  await expect(issue(county)).toContainText('已销号');
  await expect(issue(county)).toContainText('回头看');
});

import { type Browser, expect, type Page, test } from '@playwright/test';

import { expectAccessible } from '../helpers/axe';
import { signInAs } from '../helpers/signIn';

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

async function person(browser: Browser, role: string, next: string, which = 0): Promise<Page> {
  const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'zh-CN' })).newPage();
  await signInAs(page, role, next, undefined, which);
  return page;
}

async function decide(page: Page, address: string, words: string): Promise<void> {
  await page.goto(address);
  await page.getByRole('button', { name: '核验或销号' }).click();
  const form = page.getByRole('dialog');
  await form.getByLabel('说明').fill(words);
  await form.getByRole('button', { name: '提交' }).click();
  await expect(form).toBeHidden();
}

test('a problem goes from an inspection to its close-out by four people', { tag: '@desk' }, async ({ browser }) => {
  test.setTimeout(150_000);
  const township = await person(browser, 'TO', '/issues');
  await expect(township.getByRole('region', { name: '问题清单' })).toContainText('已超期');
  await township.screenshot({ path: 'test-results/issues-list.png' });
  await expectAccessible(township);
  await township.goto('/console/issues?escalated=true');
  await expect(township.getByRole('region', { name: '问题清单' })).toContainText('站点灭火器过期');
  await township.getByRole('link', { name: '站点灭火器过期' }).click();
  await expect(township.getByText('乡镇督办')).toBeVisible();
  await township.goto('/console/stations');
  const station = township.getByRole('region', { name: '服务站' });
  const demo = (await township.request.get('/api/v1/issues?state=open')).json();
  const name = ((await demo) as { results: { station_name: string }[] }).results[0]?.station_name ?? '';
  await station.getByRole('link', { name }).first().click();
  await township.getByRole('link', { name: '登记为问题' }).first().click();
  await expect(township.locator('[data-ready="issue-new"]')).toBeVisible();
  await expectAccessible(township);
  await township.getByLabel('问题', { exact: true }).fill('货架没有标签');
  await township.getByLabel('具体情况').fill('检查时三排货架都没有批次标签');
  await township.getByRole('button', { name: '登记' }).click();
  await expect(township.getByRole('heading', { name: '货架没有标签（待交办）' })).toBeVisible();
  const address = township.url();

  await township.getByRole('button', { name: '交办' }).click();
  const form = township.getByRole('dialog');
  await form.getByLabel('牵头责任人').fill('鲍文魁');
  await form.getByRole('option', { name: /鲍文魁/ }).click();
  await form.getByLabel('整改任务').fill('补贴全部批次标签');
  await expectAccessible(township);
  await form.getByRole('button', { name: '提交' }).click();
  await expect(township.getByRole('heading', { name: /整改中/ })).toBeVisible();

  const secretary = await person(browser, 'PS', '/issues?mine=true');
  await secretary.getByRole('link', { name: '货架没有标签' }).click();
  await secretary.getByLabel('第 1 项的整改记录').fill('三排货架标签已补齐');
  await secretary.getByLabel('第 1 项的佐证').setInputFiles({ name: '货架.png', mimeType: 'image/png', buffer: PNG });
  await expect(secretary.getByText('已上传：货架.png')).toBeVisible();
  await expectAccessible(secretary);
  await secretary.getByRole('button', { name: '保存整改记录' }).click();
  await expect(secretary.getByText('三排货架标签已补齐')).toBeVisible();
  await secretary.getByRole('button', { name: '报请销号' }).click();
  await secretary.getByRole('dialog').getByLabel('整改情况').fill('任务已完成，请核验');
  await secretary.getByRole('dialog').getByRole('button', { name: '提交' }).click();
  await expect(secretary.getByText('等待核验')).toBeVisible();
  await expect(secretary.getByRole('button', { name: '核验或销号' })).toHaveCount(0);

  await decide(township, address, '现场核对属实');
  await expect(township.getByText('等待销号（县级干部）')).toBeVisible();
  const county = await person(browser, 'CO', '/issues');
  await decide(county, address, '同意销号');
  await expect(county.getByRole('heading', { name: '货架没有标签（已销号）' })).toBeVisible();
  await county.screenshot({ path: 'test-results/issue-closed.png', fullPage: true });
  await expectAccessible(county);
});

import { type Browser, expect, type Locator, type Page, test } from '@playwright/test';

import { expectAccessible } from '../helpers/axe';
import { signInAs } from '../helpers/signIn';

const DAY_MS = 24 * 3600_000;
const dayText = (ms: number): string => new Date(ms).toLocaleDateString('sv-SE', { timeZone: 'Asia/Shanghai' });
const TODAY = dayText(Date.now());
const THE_DAY_BEFORE = dayText(Date.now() - DAY_MS);
/** Two characters of one's own: the county's copy may already know last run's family. */
const FAMILY = `柏${String.fromCodePoint(0x4e00 + (Date.now() % 0x3000))}`;

async function desk(browser: Browser, role: string, next: string): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await signInAs(page, role, next);
  return page;
}

async function prove(form: Page | Locator, why: string): Promise<void> {
  await form.getByLabel(why).fill('入户核对');
  await form.getByLabel('证明材料').selectOption({ label: '户口本' });
  await form.getByLabel('材料说明').fill('户口本已核对');
}

/** The village enters the household; returns the address of the request that waits. */
async function enter(page: Page): Promise<string> {
  const form = page.locator('[data-ready="household-new"]');
  const village = form.getByRole('combobox', { name: '所在村' });
  await village.fill('村');
  await expect(form.getByRole('listbox').getByRole('option').first()).toBeVisible();
  await village.press('Enter');
  await form.getByLabel('户主姓名').fill(FAMILY);
  await form.getByLabel('家庭人口').fill('2');
  await prove(form, '建档原因');
  await form.getByRole('button', { name: '提交建档申请' }).click();
  await expect(page.locator('[data-ready="change"]')).toBeVisible();
  return page.url();
}

async function sayYes(page: Page): Promise<void> {
  await page.getByRole('button', { name: '同意变更' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '同意变更' }).click();
}

/** The last yes: only then does it stand in the register. */
async function agree(page: Page): Promise<void> {
  await sayYes(page);
  await expect(page.locator('[data-ready="change"]').getByRole('button', { name: '同意变更' })).toBeHidden();
}

async function openFile(page: Page): Promise<void> {
  await page.locator('[data-ready="change"]').getByRole('link', { name: FAMILY }).click();
  await page.getByRole('button', { name: '核对档案信息' }).click();
  await expect(page.locator('[data-ready="household"]')).toBeVisible();
}

async function askForMember(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: '申请变更' }).click();
  const form = page.getByRole('dialog');
  await form.getByLabel('变更项目').selectOption({ label: '增加成员' });
  await form.getByLabel('姓名').fill(name);
  await form.getByLabel('与户主关系').selectOption({ label: '子女' });
  await form.getByLabel('入户日期').fill(TODAY);
  await prove(form, '申请原因');
  await form.getByRole('button', { name: '提交变更申请' }).click();
  await expect(form).toBeHidden();
}

async function enrol(page: Page, card: string): Promise<void> {
  await page.getByRole('region', { name: '合作社' }).getByRole('link').first().click();
  await page.getByRole('button', { name: '办理入社' }).click();
  const form = page.getByRole('dialog');
  await form.getByLabel('户卡号').fill(card);
  await form.getByLabel('入社日期').fill(TODAY);
  await form.getByRole('button', { name: '办理入社' }).click();
  await expect(form).toBeHidden();
}

async function reread(page: Page): Promise<void> {
  await page.reload();
  await page.getByRole('button', { name: '核对档案信息' }).click();
  await expect(page.locator('[data-ready="household"]')).toBeVisible();
}

/** The township agrees to a new file, township and county to a new member; nobody for oneself. */
test('a household is entered, grows, joins a cooperative, and the day before knows none of it', { tag: '@desk' }, async ({ browser }) => {
  test.slow();
  const secretary = await desk(browser, 'PS', '/households/new');
  const request = await enter(secretary);
  await sayYes(secretary);
  await expect(secretary.getByText('经办人不能审批自己提交的内容，请由他人审批')).toBeVisible();
  const township = await desk(browser, 'TO', new URL(request).pathname.replace('/console', ''));
  await agree(township);

  await secretary.reload();
  await openFile(secretary);
  const people = secretary.getByRole('region', { name: '家庭成员' });
  await expect(people.getByRole('row')).toHaveCount(2);
  await askForMember(secretary, `${FAMILY}儿`);
  await expect(people.getByRole('row')).toHaveCount(2);
  await township.goto('/console/household-changes?state=evidence');
  await township.getByRole('region', { name: '档案变更' }).getByRole('row').filter({ hasText: FAMILY }).getByRole('link').first().click();
  await expect(township.locator('[data-ready="change"]')).toContainText(`${FAMILY}儿`);
  await sayYes(township);
  await expect(township.getByText('已同意').first()).toBeVisible();
  await reread(secretary);
  await expect(people.getByRole('row')).toHaveCount(2);
  await agree(await desk(browser, 'CO', new URL(township.url()).pathname.replace('/console', '')));

  const card = /HC\d+/.exec(await township.locator('[data-ready="change"]').innerText())?.[0] ?? '';
  await enrol(await desk(browser, 'CM', '/cooperatives'), card);
  await reread(secretary);
  await expect(people.getByRole('row')).toHaveCount(3);
  await expect(secretary.locator('[data-ready="household"]')).toContainText(`，${TODAY} — 至今`);
  await expectAccessible(secretary);

  await secretary.getByLabel('查看某日档案').fill(THE_DAY_BEFORE);
  await expect(secretary.getByText('这一天还没有登记这户。')).toBeVisible();
  await expect(secretary.getByText('这一天没有登记成员。')).toBeVisible();
  await expect(secretary.getByText('当日的档案，不能在此办理变更')).toBeVisible();
});

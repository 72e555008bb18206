import { readFileSync } from 'node:fs';

import { expect, type Page, test } from '@playwright/test';

import { expectAccessible } from '../helpers/axe';
import { signInAs } from '../helpers/signIn';

const SHOTS = process.env.PICTURES;
test.describe.configure({ timeout: 150_000 });
const HEADER = '产品,等级,区划代码,采集日期,渠道,价格(元/斤),来源';

async function shoot(page: Page, name: string): Promise<void> {
  const info = test.info();
  if (SHOTS) await page.screenshot({ path: `${SHOTS}/${name}-${info.project.name}.png`, fullPage: true });
}

/** A day of its own for each run and width, so that no file is the same as one before. */
function dayOf(project: string): string {
  const back = (Date.now() % 900) + (project === 'phone' ? 1_000 : 0);
  return new Date(Date.UTC(2024, 0, 1) - back * 86_400_000).toISOString().slice(0, 10);
}

async function bringIn(page: Page, lines: readonly string[]): Promise<void> {
  await page.getByLabel('数据种类').selectOption({ label: '参考价' });
  await page.locator('input[type="file"]').setInputFiles({
    name: '集市价.csv', mimeType: 'text/csv', buffer: Buffer.from([HEADER, ...lines].join('\r\n')),
  });
  await page.getByRole('button', { name: '上传并检查' }).click();
  await expect(page.locator('[data-ready="batch"]')).toBeVisible();
  await expect(page.getByText('已检查')).toBeVisible({ timeout: 60_000 });
}

/** Upload, dry run, red cells, a second person's word, writing, undo of the whole batch. */
test('a workbook comes in with its faults named, is agreed to, written and taken back', async ({
  page, browser,
}, info) => {
  const day = dayOf(info.project.name);
  await signInAs(page, 'TO', '/imports');
  const township = await townshipOf(page);
  await bringIn(page, [
    `当归,一级,${township},${day},集市,18.50,e2e`,
    `黄芪,一级,${township},${day},集市,21.00,e2e`,
    `黄芪,一级,${township},去年,集市,21.00,e2e`,
  ]);
  await expect(page.getByRole('button', { name: /^新增 2/ })).toBeVisible();
  await page.getByRole('button', { name: /^错误 1/ }).click();
  await expect(page.getByText('日期不能识别，请写成 2024-03-05')).toBeVisible();
  await expectAccessible(page);
  await shoot(page, 'import-checked');

  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: '下载需修改的行' }).click();
  const file = readFileSync(await (await saved).path());
  expect(file.subarray(0, 2).toString()).toBe('PK');

  await page.getByRole('button', { name: '提交审批（写入 2 行）' }).click();
  await expect(page.getByText('待审批', { exact: true })).toBeVisible();
  await agreeAsCounty(await browser.newPage(), page.url());
  await page.reload();
  await expect(page.getByText('写入新增 2 行、变更 0 行')).toBeVisible({ timeout: 60_000 });
  await shoot(page, 'import-written');

  await page.getByRole('button', { name: '撤销整批' }).click();
  await page.getByRole('dialog').getByRole('textbox').fill('测试后撤销');
  await page.getByRole('dialog').getByRole('button', { name: '撤销整批' }).click();
  await expect(page.getByText('撤销原因：测试后撤销')).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText('已撤销', { exact: true })).toBeVisible({ timeout: 60_000 });
});

/** The place of the signed-in official, from an area that the server shows first. */
async function townshipOf(page: Page): Promise<string> {
  const answer = await page.request.get('/api/v1/areas?level=township');
  const { results } = (await answer.json()) as { results: { code: string }[] };
  expect(results.length, 'the official reaches a township').toBeGreaterThan(0);
  return results[0]?.code ?? '';
}

async function agreeAsCounty(page: Page, url: string): Promise<void> {
  await signInAs(page, 'CO', '/imports');
  await page.goto(url);
  await page.getByRole('button', { name: '同意', exact: true }).click();
  await expect(page.getByText(/写入中|已写入/).first()).toBeVisible();
  await page.close();
}

/** A file leaves with its reason and under the name of what it holds. */
test('a workbook leaves with its purpose', async ({
  page,
}) => {
  await signInAs(page, 'TO', '/exports');
  await expect(page.getByRole('button', { name: '开始导出' })).toBeDisabled();
  await page.getByLabel('数据种类').selectOption({ label: '产品' });
  await page.getByLabel('用途').fill('核对产品目录');
  await page.getByRole('button', { name: '开始导出' }).click();
  const card = page.locator('li', { hasText: '核对产品目录' }).first();
  await expect(card.getByText('可下载')).toBeVisible({ timeout: 60_000 });
  const saved = page.waitForEvent('download');
  await card.getByRole('button', { name: /^下载/ }).click();
  expect((await saved).suggestedFilename()).toMatch(/^产品-\d{8}\.xlsx$/);
  await expectAccessible(page);
  await shoot(page, 'exports');
});

/** Above fifty households a second person agrees; the password goes apart and is shown once. */
test('people leave the house only with a second person and a password apart', async ({
  page, browser,
}, info) => {
  // A worker that died over it is found after two minutes, and the file made anew.
  test.setTimeout(300_000);
  const purpose = `入户核对 ${info.project.name} ${Date.now()}`;
  await signInAs(page, 'CO', '/exports');
  await page.getByLabel('数据种类').selectOption({ label: '农户' });
  await page.getByLabel(/包含身份证号和手机号/).check();
  await page.getByLabel('用途').fill(purpose);
  await page.getByRole('button', { name: '开始导出' }).click();
  const card = page.locator('li', { hasText: purpose });
  await expect(card.getByText('待审批')).toBeVisible();

  const auditor = await browser.newPage();
  await signInAs(auditor, 'AU', '/exports');
  await auditor.locator('li', { hasText: purpose }).getByRole('button', { name: '同意导出' }).click();
  await expect(auditor.locator('li', { hasText: purpose }).getByText('待审批')).toHaveCount(0);

  await page.reload();
  await expect(card.getByText('可下载')).toBeVisible({ timeout: 200_000 });
  await expect(card.getByText('解压密码已另发短信到您的手机')).toBeVisible();
  await card.getByRole('button', { name: '显示密码（只一次）' }).click();
  await expect(card.locator('code')).toHaveText(/^[A-Za-z2-9]{12}$/);
  await expectAccessible(page);
  await shoot(page, 'export-password');
  await page.reload();
  await expect(card.getByText('这里已经显示过')).toBeVisible();
  await expect(card.locator('code')).toHaveCount(0);
});

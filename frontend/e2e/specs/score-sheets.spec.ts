import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import { type Browser, expect, type Page, test } from '@playwright/test';

import { expectAccessible } from '../helpers/axe';
import { signInAs } from '../helpers/signIn';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const READ = [
  'import json, sys',
  'from python_calamine import CalamineWorkbook as B',
  'b = B.from_path(sys.argv[1])',
  'print(json.dumps({n: b.get_sheet_by_name(n).to_python() for n in b.sheet_names}, ensure_ascii=False))',
].join('; ');
const PERIOD = '2026-Q3';
const PROVED = ['C09', 'C10', 'C11', 'B01', 'B02'];

type Workbook = Record<string, (string | number)[][]>;
const cell = (value: string | number | undefined) => String(value ?? '');

/** A person of their own, at a desk of their own. */
async function desk(browser: Browser, role: string, which = 0): Promise<Page> {
  const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
  await signInAs(page, role, '/overview', undefined, which);
  return page;
}

async function fillIn(page: Page): Promise<void> {
  for (const box of await page.getByLabel(/实际值$/).all()) await box.fill('90');
  for (const box of await page.getByLabel(/得分$/).all()) await box.fill('3');
  for (const box of await page.getByLabel(/说明$/).all()) await box.fill('按工作台账');
}

async function prove(page: Page, code: string): Promise<void> {
  await page.getByRole('button', { name: `为 ${code} 附依据` }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: /这份依据是什么/ }).fill(`${code} 检查记录第 1 页`);
  await dialog.getByRole('button', { name: '附上', exact: true }).click();
  await expect(page.locator(`[data-line="${code}"]`)).toContainText('检查记录第 1 页');
}

async function decide(page: Page, button: string, state: string): Promise<void> {
  await page.getByRole('button', { name: button }).click();
  await expect(page.locator('[data-ready="score-sheet"]')).toHaveAttribute('data-sheet-state', state);
}

test('a township fills in, another reviews, the county locks, and the file says the same @desk', async ({ browser }) => {
  test.setTimeout(180_000);
  const clerk = await desk(browser, 'TO');
  await clerk.goto(`/console/score-sheets?period=${PERIOD}`);
  await expectAccessible(clerk);
  await clerk.getByRole('button', { name: '开始填报' }).click();
  const sheet = clerk.locator('[data-ready="score-sheet"]');
  await expect(sheet).toHaveAttribute('data-sheet-state', 'draft');
  const address = clerk.url();
  await fillIn(clerk);
  await clerk.getByLabel('C11 得分').fill('9');
  await clerk.getByRole('button', { name: /^保存/ }).click();
  await expect(clerk.getByText('得分须在 0 到 5 分之间，您填的是 9').first()).toBeVisible();
  await clerk.reload();
  await expect(clerk.getByLabel('C11 得分')).toHaveValue('9');
  await clerk.getByLabel('C11 得分').fill('3');
  await clerk.getByRole('button', { name: /^保存/ }).click();
  await expect(clerk.getByRole('button', { name: '保存', exact: true })).toBeDisabled();
  for (const code of PROVED) await prove(clerk, code);
  await expectAccessible(clerk);
  await clerk.screenshot({ path: 'test-results/score-sheet-filling.png', fullPage: true });
  await clerk.getByRole('button', { name: '提交审核' }).click();
  await clerk.getByRole('dialog').getByRole('button', { name: '提交审核' }).click();
  await expect(sheet).toHaveAttribute('data-sheet-state', 'submitted');
  await expect(clerk.getByRole('button', { name: '审核通过' })).toBeHidden();

  const colleague = await desk(browser, 'TO', 1);
  await colleague.goto(address);
  await colleague.getByRole('button', { name: '退回修改' }).click();
  await expect(colleague.getByText('退回时请写明要改什么')).toBeVisible();
  await expectAccessible(colleague);
  await decide(colleague, '审核通过', 'reviewed');

  const county = await desk(browser, 'CO');
  await county.goto(address);
  await decide(county, '审定并锁定', 'locked');
  await expect(county.getByRole('button', { name: '重新开启' })).toBeVisible();
  await county.screenshot({ path: 'test-results/score-sheet-locked.png', fullPage: true });
  await takenAsShown(county);

  await county.getByRole('button', { name: '重新开启' }).click();
  await county.getByRole('dialog').getByRole('button', { name: '重新开启' }).click();
  await expect(county.getByText('请写明理由')).toBeVisible();
  await county.getByRole('dialog').getByRole('textbox').fill('满意率有更正');
  await county.getByRole('dialog').getByRole('button', { name: '重新开启' }).click();
  await expect(county.locator('[data-ready="score-sheet"]')).toContainText('本表第 2 版，重新开启原因：满意率有更正');
  await county.goto(`/console/score-sheets?period=${PERIOD}`);
  await expect(county.getByRole('link', { name: /更正中（列第 1 版）/ })).toBeVisible();
  await expectAccessible(county);
  await county.screenshot({ path: 'test-results/score-comparison.png', fullPage: true });
});

/** Every line's points and the sum, in the workbook as on the page. */
async function takenAsShown(page: Page): Promise<void> {
  const shown: Record<string, string> = {};
  for (const line of await page.locator('[data-line]').all()) {
    const code = (await line.getAttribute('data-line')) ?? '';
    shown[code] = ((await line.locator('[data-points]').textContent()) ?? '').trim();
  }
  const total = ((await page.locator('[data-total] strong').textContent()) ?? '').trim();
  const leaving = page.waitForEvent('download');
  await page.getByRole('button', { name: '导出 XLSX' }).click();
  const path = await (await leaving).path();
  const book = JSON.parse(execFileSync('.venv/bin/python', ['-c', READ, path], { cwd: ROOT, encoding: 'utf8' })) as Workbook;
  expect(Object.keys(book)).toEqual(['数据', '字段说明', '筛选条件']);
  const [head = [], ...rows] = book['数据'] ?? [];
  const at = head.indexOf('得分');
  const taken = Object.fromEntries(rows.filter((row) => row[0]).map((row) => [cell(row[0]), cell(row[at])]));
  expect(taken).toEqual(shown);
  expect(cell(rows.at(-1)?.[at])).toBe(total);
  expect((book['字段说明'] ?? []).map((row) => cell(row[0])).filter((name) => name.startsWith('N01'))).toHaveLength(1);
  expect(book['筛选条件']).toContainEqual(['考核期', '2026 年第 3 季度']);
}

test('a period in the future and a scope in the address are refused in words @desk', async ({ page }) => {
  await signInAs(page, 'TO', '/score-sheets');
  await page.goto('/console/score-sheets?period=2199-Q1');
  await expect(page.getByText(/2199 年第 1 季度还没有开始/)).toBeVisible();
  await page.goto('/console/score-sheets?parent=630121');
  await expect(page.getByText('没有这个地区，或不在您的范围内')).toBeVisible();
});

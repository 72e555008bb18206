import { readFile } from 'node:fs/promises';

import { type Browser, expect, type Page, test } from '@playwright/test';

import { expectAccessible } from '../helpers/axe';
import { letNoticesEnd } from '../helpers/notice';
import { signInAs } from '../helpers/signIn';

const fen = (yuan: string) => Math.round(Number(yuan.replaceAll(/[^\d.-]/g, '')) * 100);
const shown = (amount: number) => `¥${(amount / 100).toLocaleString('en-US', { minimumFractionDigits: 2 })}`;

async function person(browser: Browser, role: string, next: string): Promise<Page> {
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'zh-CN' })).newPage();
  await signInAs(page, role, next);
  return page;
}

/** The button of the page, then the same deed in the dialog, with what it asks to be written. */
async function act(page: Page, name: string, said = '', confirm = name): Promise<void> {
  await page.getByRole('button', { name, exact: true }).first().click();
  const dialog = page.getByRole('dialog', { name, exact: true });
  if (said) await dialog.getByRole('textbox').first().fill(said);
  await dialog.getByRole('button', { name: confirm, exact: true }).click();
  await expect(dialog).toBeHidden();
}

async function payable(page: Page, amount: number, state: string): Promise<void> {
  const run = page.locator('[data-ready="settlement"]');
  await expect(run.getByRole('heading').first()).toContainText(state);
  await expect(run.locator('dd strong')).toHaveText(shown(amount));
}

interface Row {
  number: string;
  name: string;
  amount: string;
}

async function exported(page: Page): Promise<Row[]> {
  const [file] = await Promise.all([
    page.waitForEvent('download'), page.getByRole('button', { name: '导出银行文件', exact: true }).click(),
  ]);
  const text = await readFile(await file.path(), 'utf8');
  return text.trim().split(/\r?\n/).slice(1).map((line) => {
    const [number = '', name = '', , , amount = ''] = line.split(',');
    return { number, name, amount };
  });
}

/** The bank's answer: all arrived but the one it refused. */
async function takeResult(page: Page, rows: readonly Row[], refused: Row): Promise<void> {
  const said = (row: Row) => `${row.number},${row.amount},${row === refused ? '失败,账号户名不符' : '成功,'}`;
  const text = ['付款编号,金额,结果,原因', ...rows.map(said)].join('\n');
  await page.locator('input[type=file]').setInputFiles({ name: 'result.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
  await expect(page.getByText(/^结果已导入/)).toBeVisible();
}

test('sales are settled, hung on the wall, objected to, posted and paid, to the fen', { tag: '@desk' }, async ({ browser }) => {
  const accountant = await person(browser, 'CA', '/settlements');
  await accountant.getByRole('button', { name: '新建结算单' }).click();
  await accountant.getByLabel('从').fill('2026-04-01');
  await accountant.locator('input[type=date]').nth(1).fill('2026-08-31');
  await accountant.getByRole('button', { name: '计算', exact: true }).click();
  await expect(accountant.locator('[data-ready="settlement"]')).toBeVisible();
  const run = accountant.url();
  const lines = ((await (await accountant.request.get(`/api/v1/settlements/${run.split('/').pop()}/lines`)).json()) as { results: { amount: string }[] }).results;
  const due = lines.reduce((sum, line) => sum + fen(line.amount), 0);
  await payable(accountant, due, '已计算');

  await accountant.goto(`${run}/lines`);
  await act(accountant, '本次不结', '还有一袋没有过秤');
  await expect(accountant.getByRole('cell', { name: '不计入', exact: true })).toBeVisible();
  const left = due - fen(lines[0]?.amount ?? '');
  await accountant.goto(run);
  await payable(accountant, left, '已计算');
  await act(accountant, '提交复核');
  await expect(accountant.getByText('等待理事长复核。', { exact: true })).toBeVisible();

  const path = new URL(run).pathname.replace('/console', '');
  const manager = await person(browser, 'CM', path);
  await act(manager, '同意');
  await expect(manager.getByText(/^公示到/)).toBeVisible();

  const secretary = await person(browser, 'PS', `${path}/lines`);
  await act(secretary, '代农户提出异议', '农户说这批重了 5 斤', '提出异议');
  await expect(secretary.getByRole('cell', { name: '异议暂缓', exact: true })).toBeVisible();
  const held = fen(await secretary.getByRole('row', { name: '异议暂缓' }).getByRole('cell').nth(4).innerText());
  await secretary.goto(run);
  await payable(secretary, left - held, '公示中');
  await expect(secretary.getByRole('button', { name: '同意', exact: true })).toBeHidden();
  await secretary.goto(`${run}/notice`);
  const notice = secretary.locator('[data-ready="settlement-notice"]');
  await expect(notice).toContainText('有异议，部分暂缓');
  const sums = await notice.locator('tbody tr td:nth-child(5)').allInnerTexts();
  expect(sums.reduce((sum, text) => sum + fen(text), 0)).toBe(left - held);
  await expectAccessible(secretary);

  await manager.goto('/console/settlement-objections');
  await act(manager, '答复', '过磅单双方都签了字', '提交');
  await expect(manager.getByText('过磅单双方都签了字')).toBeVisible();
  letNoticesEnd();
  await secretary.goto(run);
  await act(secretary, '同意');
  await accountant.goto(run);
  await act(accountant, '过账');
  await payable(accountant, left, '已过账');
  await expectAccessible(accountant);

  await act(accountant, '付款', '', '准备付款批次');
  await expect(accountant.locator('[data-ready="payout-run"]')).toBeVisible();
  const payout = new URL(accountant.url()).pathname.replace('/console', '');
  for (const role of ['CM', 'CS']) await act(await person(browser, role, payout), '批准付款');
  await accountant.goto(`/console${payout}`);
  const rows = await exported(accountant);
  const [refused] = rows as [Row];
  const total = rows.reduce((sum, row) => sum + fen(row.amount), 0);
  await expect(accountant.locator('[data-ready="payout-run"] strong')).toHaveText(shown(total));
  await takeResult(accountant, rows, refused);
  await expect(accountant.getByRole('row', { name: '账号户名不符' })).toContainText(shown(fen(refused.amount)));
  await expectAccessible(accountant);

  await accountant.goto(run);
  await accountant.getByText(/^还有 \d+ 户没有安排付款$/).click();
  await expect(accountant.getByText('没有登记收款账号').first()).toBeVisible();
  await act(accountant, '付款', '', '准备付款批次');
  const again = accountant.getByRole('row', { name: refused.name });
  await expect(again.getByRole('cell').nth(4)).toHaveText('2');
  await expect(again.getByRole('cell').nth(3)).toHaveText(shown(fen(refused.amount)));

  await manager.goto(`/console${payout}`);
  await act(manager, '核对并关闭', '', '关闭批次');
  await expect(manager.locator('[data-ready="payout-run"]').getByRole('heading')).toContainText('已关闭');
});

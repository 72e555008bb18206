import { expect, test } from '@playwright/test';

import { expectAccessible } from '../helpers/axe';
import { signInAs } from '../helpers/signIn';

/** Rules change the county, so the walk is made once, at a desk. */
test.setTimeout(120_000);

test('a rule for one station is tried, drafted by name and agreed to by an official', { tag: '@desk' }, async ({ browser }) => {
  const admin = await (await browser.newContext({ locale: 'zh-CN' })).newPage();
  await signInAs(admin, 'SA', '/settings');
  await expect(admin.getByRole('region', { name: '现在执行的规则' })).toContainText('收费规则');
  await expectAccessible(admin);
  await admin.getByRole('button', { name: '拟定收费规则' }).click();
  const form = admin.getByRole('dialog');
  const rates = [['支付手续费', '0.6'], ['服务站（%）', '4'], ['合作社（%）', '3'], ['村集体（%）', '2'], ['包装费', '1.00']] as const;
  for (const [label, figure] of rates) await form.getByRole('textbox', { name: label }).fill(figure);
  const station = form.getByRole('combobox', { name: '只用于服务站' });
  await station.fill('电商服务站');
  await expect(form.getByRole('option').first()).toBeVisible();
  await station.press('Enter');
  await form.getByRole('button', { name: '用近三个月的销售试算' }).click();
  await expect(form.locator('[data-trial]')).toContainText('按这个规则');
  await expectAccessible(admin);
  const chosen = await station.inputValue();
  await form.getByRole('button', { name: '提交县级干部审批' }).click();
  await expect(form).toBeHidden();
  const row = admin.getByRole('row').filter({ hasText: `只用于 ${chosen}` }).filter({ hasText: '待审批' });
  await expect(row).toBeVisible();

  const official = await (await browser.newContext({ locale: 'zh-CN' })).newPage();
  await signInAs(official, 'CO', '/settings');
  const waiting = official.getByRole('row').filter({ hasText: `只用于 ${chosen}` });
  await waiting.getByRole('button', { name: '同意', exact: true }).click();
  await official.getByRole('dialog').getByRole('button', { name: '同意并公布' }).click();
  await expect(waiting).toContainText('已公布');
});

test('limits of money are published and hold at once', { tag: '@desk' }, async ({ browser }) => {
  const admin = await (await browser.newContext({ locale: 'zh-CN' })).newPage();
  await signInAs(admin, 'SA', '/settings');
  await admin.getByRole('button', { name: '拟定审批限额' }).click();
  const form = admin.getByRole('dialog');
  await form.getByRole('textbox', { name: '付款批次超过多少元须附成员大会纪要' }).fill('100');
  await form.getByRole('button', { name: '提交县级干部审批' }).click();
  await expect(form.getByText('不能低于须监事同意的金额')).toBeVisible();
  await form.getByRole('textbox', { name: '付款批次超过多少元须附成员大会纪要' }).fill('60000');
  await form.getByRole('button', { name: '提交县级干部审批' }).click();
  await expect(form).toBeHidden();
  const official = await (await browser.newContext({ locale: 'zh-CN' })).newPage();
  await signInAs(official, 'CO', '/settings');
  await official.getByRole('row').filter({ hasText: '超过 ¥60,000.00 须附成员大会纪要' }).getByRole('button', { name: '同意', exact: true }).click();
  await official.getByRole('dialog').getByRole('button', { name: '同意并公布' }).click();
  await official.reload();
  await expect(official.getByRole('region', { name: '现在执行的规则' })).toContainText('超过 ¥60,000.00 须附成员大会纪要');
});

test('an incident is taken over, answered with its cause and stays readable', { tag: '@desk' }, async ({ browser }) => {
  const accountant = await (await browser.newContext({ locale: 'zh-CN' })).newPage();
  await signInAs(accountant, 'CA', '/payment-incidents?state=open');
  const open = accountant.getByRole('row').filter({ hasText: '未处理' }).or(accountant.getByRole('row').filter({ hasText: '退款' }));
  await expect(open.first()).toBeVisible();
  await expectAccessible(accountant);
  await accountant.getByRole('button', { name: '由我三天内处理' }).first().click();
  await expect(accountant.getByText(/已由您处理|三天/).first()).toBeVisible();
  await accountant.getByRole('button', { name: '写明原因，记为已处理' }).first().click();
  await accountant.getByRole('dialog').getByRole('textbox').fill('已向支付宝核实，退款次日到账');
  await accountant.getByRole('dialog').getByRole('button', { name: /处理/ }).last().click();
  await accountant.goto('/console/payment-incidents?state=resolved');
  await expect(accountant.getByRole('cell', { name: /退款次日到账/ })).toBeVisible();
});

import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { type BrowserContext, expect, type Page, test } from '@playwright/test';

import { expectAccessible } from '../helpers/axe';
import { bindPhone, openPhone, rowsOn, statesOn, unlockPhone } from '../helpers/device';
import { codeOn, sheetsOf } from '../helpers/paper';
import { weighAnother, weighIn } from '../helpers/stationJourney';

const LOTS = 20;
let folder = '';

test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'xz-phone-'));
});
test.afterEach(() => rmSync(folder, { recursive: true, force: true }));
async function cardOfFirst(page: Page): Promise<string> {
  const answer = await page.request.get('/api/v1/households');
  const { results } = (await answer.json()) as { results: { card_no: string }[] };
  return results[0]?.card_no ?? '';
}

async function onServer(page: Page, uids: string[]): Promise<number> {
  const answers = await Promise.all(uids.map((uid) => page.request.get(`/api/v1/receipts/${uid}`)));
  return answers.filter((answer) => answer.ok()).length;
}

const basket = (household: string, grossJin = '27') => ({
  household, product: 'potato', grade: '一级', grossJin, tare: '筐 1 公斤' as const,
});

/** A bound phone that has lost its network, on the day's page. */
async function phoneInTheField(): Promise<{ phone: BrowserContext; page: Page; card: string }> {
  const phone = await openPhone(folder);
  const page = phone.pages()[0] ?? (await phone.newPage());
  await bindPhone(page);
  const card = await cardOfFirst(page);
  await phone.setOffline(true);
  await page.reload();
  await expect(page.locator('[data-ready="home"]')).toBeVisible();
  return { phone, page, card };
}

async function headersOf(page: Page): Promise<Record<string, string>> {
  const cookies = await page.context().cookies();
  return {
    'X-CSRFToken': cookies.find((one) => one.name === 'csrftoken')?.value ?? '',
    'Idempotency-Key': randomUUID(),
    Referer: page.url(),
  };
}

async function revoke(page: Page, device: string): Promise<void> {
  const answer = await page.request.post(`/api/v1/devices/${device}/revoke`, {
    data: { reason: '手机丢失' }, headers: await headersOf(page),
  });
  expect(answer.ok()).toBe(true);
}

/** Another device hands in a record first. */
async function handIn(page: Page, record: object): Promise<void> {
  const answer = await page.request.post('/api/v1/receipts/batch', {
    data: { receipts: [record] }, headers: await headersOf(page),
  });
  expect(await answer.json()).toMatchObject({ results: [{ outcome: 'stored' }] });
}

async function wireOf(page: Page): Promise<Record<string, unknown> & { uid: string }> {
  const [row] = await rowsOn(page, 'outbox');
  return (row?.body as { wire: Record<string, unknown> & { uid: string } }).wire;
}

test('twenty lots weighed without network, the tab killed: twenty receipts on the server', { tag: '@phone' }, async () => {
  test.slow();
  const field = await phoneInTheField();
  let { phone, page } = field;
  const { lotCode } = await weighIn(page, basket(field.card));
  const codes = new Set([lotCode]);
  while (codes.size < LOTS) codes.add(await weighAnother(page, String(27 + codes.size)));
  expect(await statesOn(page)).toEqual(Array(LOTS).fill('queued'));
  await phone.close();

  phone = await openPhone(folder);
  await phone.setOffline(true);
  page = phone.pages()[0] ?? (await phone.newPage());
  await page.goto('/station/');
  await unlockPhone(page);
  await page.goto('/station/outbox');
  await expect(page.getByRole('link', { name: `待上传 ${LOTS}` })).toBeVisible();
  await phone.setOffline(false);
  await expect(page.getByRole('link', { name: `已上传 ${LOTS}` })).toBeVisible({ timeout: 30_000 });
  const uids = (await rowsOn(page, 'outbox')).map((row) => String(row.uid));
  expect(new Set(uids).size).toBe(LOTS);
  expect(await onServer(page, uids)).toBe(LOTS);
  await phone.close();
});

test('a record another device changed first stands there in both versions, and one is chosen', { tag: '@phone' }, async () => {
  const { phone, page, card } = await phoneInTheField();
  await weighIn(page, basket(card));
  const wire = await wireOf(page);
  await handIn(page, { ...wire, gross_g: 9500, crates: [], lot_code: '' });
  await phone.setOffline(false);
  await page.goto(`/station/outbox/${wire.uid}`);
  const versions = page.locator('[data-conflict]');
  await expect(versions).toContainText('净重（不同）', { timeout: 20_000 });
  await expectAccessible(page);
  await versions.getByRole('button', { name: '以服务器为准' }).click();
  await expect(page.locator('[data-sync="sent"]')).toBeVisible();
  expect(await onServer(page, [wire.uid])).toBe(1);
  await phone.close();
});

test('two devices sending the same receipt leave one, and both call it uploaded', { tag: '@phone' }, async () => {
  const { phone, page, card } = await phoneInTheField();
  const { lotCode } = await weighIn(page, basket(card));
  const wire = await wireOf(page);
  await handIn(page, wire);
  await phone.setOffline(false);
  await page.goto('/station/outbox?status=sent');
  await expect(page.locator(`[data-item="${wire.uid}"]`)).toBeVisible({ timeout: 20_000 });
  const lot = await page.request.get(`/api/v1/lots/${lotCode}`);
  expect(await lot.json()).toMatchObject({ code: lotCode, receipt: wire.uid });
  await phone.close();
});

test('without network label and slip print at their size, and the QR leads to the lot', { tag: '@phone' }, async () => {
  const { phone, page, card } = await phoneInTheField();
  const { lotCode } = await weighIn(page, basket(card));
  await expectAccessible(page);
  for (const [size, sheet] of [['40×30', [40, 30]], ['60×40', [60, 40]]] as const) {
    await page.getByRole('link', { name: `打印标签 ${size}` }).click();
    await expect(page.locator('[data-ready="label"]')).toBeVisible();
    await expect.poll(() => sheetsOf(page)).toEqual([sheet]);
    expect(await codeOn(page)).toMatch(new RegExp(`^http://[^/]+/t/${lotCode}$`));
    await page.goBack();
  }
  await page.getByRole('link', { name: '打印小票' }).click();
  await expect.poll(() => sheetsOf(page)).toEqual([[148, 210]]);
  await phone.close();
});

test('a revoked phone keeps what is queued, says so, and clears only after the export', { tag: '@phone' }, async () => {
  const { phone, page, card } = await phoneInTheField();
  await weighIn(page, basket(card));
  const [binding] = await rowsOn(page, 'bindings');
  await revoke(page, String(binding?.device_uid));
  await phone.setOffline(false);
  await page.goto('/station/');
  await expect(page.locator('[data-ready="revoked"]')).toContainText('还有 1 条记录没有上传', { timeout: 20_000 });
  await expectAccessible(page);
  await expect(page.getByRole('button', { name: '清除本机' })).toBeHidden();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: '导出备份' }).click();
  expect((await download).suggestedFilename()).toMatch(/^乡站备份-[A-Z]-.+\.json$/);
  await page.getByRole('button', { name: '清除本机' }).click();
  await page.getByRole('button', { name: '确认清除' }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  expect(await rowsOn(page, 'bindings')).toEqual([]);
  await phone.close();
});

test('a parcel comes in and goes out without network, and the server follows', { tag: '@phone' }, async () => {
  const { phone, page } = await phoneInTheField();
  const waybill = `ZT${Date.now()}`;
  await page.goto('/station/parcels/new');
  await page.getByLabel('运单号').fill(waybill);
  await page.getByLabel('货架号').fill('A-3');
  await page.getByLabel('收件人手机').fill('0017');
  await page.getByRole('button', { name: '入库' }).click();
  await expect(page.getByText(`已入库：A-3 ${waybill}`)).toBeVisible();
  await expectAccessible(page);
  await page.goto('/station/parcels');
  await page.getByLabel('取件').fill(waybill);
  const parcel = page.locator(`[data-parcel="${waybill}"]`);
  await parcel.getByRole('button', { name: '取件' }).click();
  await expectAccessible(page);
  await parcel.getByRole('button', { name: '确认取走' }).click();
  await expect(parcel).toBeHidden();
  await page.goto('/station/services');
  await page.getByRole('radio', { name: '代缴费' }).check();
  await page.getByRole('button', { name: '登记' }).click();
  await expect(page.getByText('已登记：代缴费 1 次').first()).toBeVisible();
  await expectAccessible(page);
  await phone.setOffline(false);
  await expect.poll(() => statesOn(page), { timeout: 20_000 }).toEqual(['sent', 'sent', 'sent']);
  const answer = await page.request.get(`/api/v1/parcels?search=${waybill}`);
  const { results } = (await answer.json()) as { results: { status: string }[] };
  expect(results.map((one) => one.status)).toEqual(['handed_over']);
  await phone.close();
});

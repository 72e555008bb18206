import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, type Page, test } from '@playwright/test';

import { bindPhone, openPhone, rowsOn, statesOn, unlockPhone } from '../helpers/device';
import { weighAnother, weighIn } from '../helpers/stationJourney';

const LOTS = 20;
let folder = '';

test.beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'xz-phone-'));
});
test.afterAll(() => rmSync(folder, { recursive: true, force: true }));
test.skip(({ isMobile }) => !isMobile, 'the counter works on a phone');

async function cardOfFirst(page: Page): Promise<string> {
  const answer = await page.request.get('/api/v1/households');
  const { results } = (await answer.json()) as { results: { card_no: string }[] };
  return results[0]?.card_no ?? '';
}

async function onServer(page: Page, uids: string[]): Promise<number> {
  const answers = await Promise.all(uids.map((uid) => page.request.get(`/api/v1/receipts/${uid}`)));
  return answers.filter((answer) => answer.ok()).length;
}

test('twenty lots weighed without network, the tab killed: twenty receipts on the server', async () => {
  test.slow();
  let phone = await openPhone(folder);
  let page = phone.pages()[0] ?? (await phone.newPage());
  await bindPhone(page);
  const card = await cardOfFirst(page);
  await phone.setOffline(true);
  await page.reload();
  await expect(page.locator('[data-ready="home"]')).toBeVisible();
  const { lotCode } = await weighIn(page, {
    household: card, product: 'potato', grade: '一级', grossJin: '27', tare: '筐 1 公斤',
  });
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

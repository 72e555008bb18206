import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { type BrowserContext, expect, type Page, test } from '@playwright/test';

import { expectAccessible } from '../helpers/axe';
import { cameraOver } from '../helpers/camera';
import { bindPhone, openPhone, rowsOn, statesOn } from '../helpers/device';
import { signInAs } from '../helpers/signIn';
import { chooseProduce, listLot, readLotCode, tapPrimary } from '../helpers/stationJourney';

const DAY_MS = 24 * 3600_000;
const MINUTE_MS = 60_000;
let folder = '';

test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'xz-phone-'));
});
test.afterEach(() => rmSync(folder, { recursive: true, force: true }));
/** A household of the demo operator's own catchment. */
async function cardAtTheStation(page: Page): Promise<string> {
  await signInAs(page, 'SO');
  const answer = await page.request.get('/api/v1/households');
  const { results } = (await answer.json()) as { results: { card_no: string }[] };
  return results[0]?.card_no ?? '';
}

/** Every page of this phone believes that it is tomorrow. */
async function setADayAhead(phone: BrowserContext): Promise<void> {
  await phone.addInitScript((ahead) => {
    const Real = Date;
    globalThis.Date = class extends Real {
      constructor(...said: []) {
        if (said.length) super(...said);
        else super(Real.now() + ahead);
      }
      static override now(): number {
        return Real.now() + ahead;
      }
    } as DateConstructor;
  }, DAY_MS);
}

async function photographAndSign(page: Page): Promise<void> {
  const picture = { name: 'basket.png', mimeType: 'image/png', buffer: await page.screenshot() };
  await page.locator('[aria-label="照片"] input[type=file]').setInputFiles(picture);
  await expect(page.getByAltText('照片 1')).toBeVisible();
  await page.getByRole('radio', { name: '手写签名' }).check();
  const pad = page.getByRole('img', { name: '农户在这里签名' });
  await pad.evaluate((canvas) => canvas.scrollIntoView({ block: 'center' }));
  const box = await pad.boundingBox();
  if (!box) throw new Error('no pad to sign on');
  await page.mouse.move(box.x + 20, box.y + 20);
  await page.mouse.down();
  await page.mouse.move(box.x + 120, box.y + 60, { steps: 5 });
  await page.mouse.up();
  await page.getByRole('button', { name: '签好了' }).click();
  await expect(page.getByRole('button', { name: '已签好' })).toBeVisible();
}

/** What the browser's database answers on a full phone; the quota of headless Chromium has no end. */
function leaveNoRoom(page: Page): Promise<void> {
  return page.evaluate(() => {
    const store = IDBObjectStore.prototype as IDBObjectStore & { room?: IDBObjectStore['put'] };
    store.room = store.put;
    store.put = () => {
      throw new DOMException('full', 'QuotaExceededError');
    };
  });
}

function makeRoom(page: Page): Promise<void> {
  return page.evaluate(() => {
    const store = IDBObjectStore.prototype as IDBObjectStore & { room?: IDBObjectStore['put'] };
    if (store.room) store.put = store.room;
  });
}

test('card by camera, photo, signature, a full phone, a clock a day off: one weigh-in, listed at once', { tag: '@phone' }, async ({ page: desk }) => {
  test.slow();
  const card = await cardAtTheStation(desk);
  const phone = await openPhone(folder, cameraOver(card, join(folder, 'camera.y4m')));
  await setADayAhead(phone);
  const page = phone.pages()[0] ?? (await phone.newPage());
  await bindPhone(page);
  await expect(page.getByText('请到系统设置里校准')).toBeVisible();
  await page.goto('/station/receive');
  await page.getByRole('button', { name: '用相机扫' }).click();
  await chooseProduce(page, { household: card, product: 'broad_bean', grade: '二级', grossJin: '27' });
  await page.getByLabel('毛重').fill('27');
  await page.getByRole('radio', { name: '筐 1 公斤' }).check();
  await tapPrimary(page, '去确认');
  await photographAndSign(page);
  await phone.setOffline(true);
  await leaveNoRoom(page);
  await tapPrimary(page, '确认入库');
  await expect(page.getByText('本机存储已满，没有保存')).toBeVisible();
  await expectAccessible(page);
  await makeRoom(page);
  await tapPrimary(page, '确认入库');
  const lotCode = await readLotCode(page);

  await listLot(page, { lotCode, package: '2.5 公斤' });
  expect(await statesOn(page)).toEqual(['queued', 'queued']);
  await phone.setOffline(false);
  await expect.poll(() => statesOn(page), { timeout: 30_000 }).toEqual(['sent', 'sent']);
  const uid = String((await rowsOn(page, 'outbox')).find((row) => row.kind === 'receipt')?.uid);
  await expect.poll(async () => (await receiptOf(desk, uid)).photos.length, { timeout: 30_000 }).toBe(2);
  const receipt = await receiptOf(desk, uid);
  expect(Math.abs(Date.parse(receipt.weighed_at) - Date.now())).toBeLessThan(10 * MINUTE_MS);
  expect(receipt.confirmed_by).toBe('signature');
  const lot = await desk.request.get(`/api/v1/lots/${lotCode}`);
  expect(((await lot.json()) as { listing_title: string | null }).listing_title).toContain('蚕豆');
  await phone.close();
});

interface Told {
  weighed_at: string;
  confirmed_by: string;
  photos: unknown[];
}

async function receiptOf(desk: Page, uid: string): Promise<Told> {
  return (await (await desk.request.get(`/api/v1/receipts/${uid}`)).json()) as Told;
}

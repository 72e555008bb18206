import { expect, type Page } from '@playwright/test';

/** What the operator does, as verbs for the journeys. Each starts and ends on a page that stands. */

export interface Basket {
  /** Name, pinyin initials, end of the phone number or card number. */
  household: string;
  /** Code of the product, e.g. "potato". */
  product: string;
  /** Name of the grade, e.g. "一级". */
  grade: string;
  mode?: '代卖' | '收购';
  grossJin: string;
  tare?: '筐 1 公斤' | '袋 0.2 公斤' | '无';
}

const stands = (page: Page, name: string) =>
  expect(page.locator(`[data-ready="${name}"]`)).toBeVisible();

export async function tapPrimary(page: Page, name: string | RegExp): Promise<void> {
  await page.locator('.xs-foot').getByRole('button', { name }).click();
}

async function chooseHousehold(page: Page, household: string): Promise<void> {
  await stands(page, 'receive');
  await page.getByLabel('找农户').fill(household);
  const found = page.locator('[aria-label="找到的农户"] button').first();
  const further = page.locator('[data-ready="produce"], [data-ready="weigh"]');
  await expect(found.or(further)).toBeVisible();
  // A whole card number chooses its household by itself.
  if (!(await further.isVisible())) await found.click({ timeout: 2000 }).catch(() => undefined);
}

export async function chooseProduce(page: Page, basket: Basket): Promise<void> {
  await stands(page, 'produce');
  const tile = page.locator(`[data-product="${basket.product}"]`);
  const others = page.getByRole('button', { name: /^其他 \d+ 种$/ });
  await expect(tile.or(others).first()).toBeVisible();
  if (!(await tile.isVisible())) await others.click();
  await tile.click();
  await page.getByRole('radio', { name: new RegExp(`^${basket.grade}`) }).check();
  await page.getByRole('radio', { name: new RegExp(`^${basket.mode ?? '代卖'}`) }).check();
  await tapPrimary(page, '去称重');
}

/** Weighs one basket in, reads the line back and returns lot code and line. */
export async function weighIn(
  page: Page,
  basket: Basket,
): Promise<{ lotCode: string; line: string }> {
  await page.goto('/station/receive');
  await chooseHousehold(page, basket.household);
  await chooseProduce(page, basket);
  await stands(page, 'weigh');
  await page.getByLabel('毛重').fill(basket.grossJin);
  await page.getByRole('radio', { name: basket.tare ?? '无' }).check();
  await tapPrimary(page, '去确认');
  await stands(page, 'confirm');
  const line = (await page.locator('[data-line]').textContent()) ?? '';
  await tapPrimary(page, '确认入库');
  return { lotCode: await readLotCode(page), line };
}

/** From a receipt's page: the next basket of the same household and product. */
export async function weighAnother(page: Page, grossJin: string): Promise<string> {
  await page.getByRole('button', { name: '再收一筐' }).or(page.getByRole('link', { name: '再收一筐' })).click();
  await stands(page, 'weigh');
  await page.getByLabel('毛重').fill(grossJin);
  await page.getByRole('radio', { name: '筐 1 公斤' }).check();
  await tapPrimary(page, '去确认');
  await stands(page, 'confirm');
  await tapPrimary(page, '确认入库');
  return readLotCode(page);
}

/** The lot code on the page of a receipt. */
export async function readLotCode(page: Page): Promise<string> {
  await stands(page, 'receipt');
  await expect(page.locator('[data-lot]')).toBeVisible();
  const code = await page.locator('[data-lot]').getAttribute('data-lot');
  if (!code) throw new Error('the page shows no lot code');
  return code;
}

export interface Offer {
  lotCode: string;
  package?: '1 公斤' | '2.5 公斤' | '5 公斤';
  title?: string;
  /** Yuan per package; left out: the price of the list. */
  price?: string;
  story?: string;
}

/** Puts one lot up as a new listing and returns its address and whether a manager must release it. */
export async function listLot(
  page: Page,
  offer: Offer,
): Promise<{ uid: string; status: 'submitted' | 'on_sale' | 'queued' }> {
  await page.goto('/station/lots');
  const group = page.locator('[data-group]').filter({ hasText: offer.lotCode });
  await expect(group).toBeVisible();
  await chooseOnly(group, offer.lotCode);
  await group.getByRole('link', { name: /^(上架|另上一种规格)$/ }).click();
  await stands(page, 'listing-form');
  if (offer.package) await page.getByRole('radio', { name: offer.package, exact: true }).check();
  if (offer.title) await page.getByLabel('标题').fill(offer.title);
  if (offer.price) await page.getByLabel('每件价格').fill(offer.price);
  if (offer.story) await page.getByLabel('介绍').fill(offer.story);
  await tapPrimary(page, '提交上架');
  const queued = page.locator('[data-ready="outbox"]');
  await expect(page.locator('[data-ready="listing"]').or(queued)).toBeVisible();
  if (await queued.isVisible()) return { uid: '', status: 'queued' };
  const onSale = await page.getByText('已上架，买家现在就能买到').isVisible();
  const uid = new URL(page.url()).pathname.split('/').pop() ?? '';
  return { uid, status: onSale ? 'on_sale' : 'submitted' };
}

type Group = ReturnType<Page['locator']>;

async function chooseOnly(group: Group, lotCode: string): Promise<void> {
  const lots = group.getByRole('listitem');
  for (let index = 0; index < (await lots.count()); index += 1) {
    const lot = lots.nth(index);
    const wanted = ((await lot.textContent()) ?? '').includes(lotCode);
    await lot.getByRole('checkbox').setChecked(wanted);
  }
}

/** Adds one lot to a listing of the same goods that is on sale already. */
export async function restockLot(page: Page, lotCode: string): Promise<void> {
  await page.goto('/station/lots');
  const group = page.locator('[data-group]').filter({ hasText: lotCode });
  await expect(group).toBeVisible();
  await chooseOnly(group, lotCode);
  await group.getByRole('button', { name: /^补货到在售商品/ }).first().click();
  await expect(page.getByText(/^已补货到/)).toBeVisible();
}

async function openParcel(page: Page, orderNumber: string, status: string): Promise<void> {
  await page.goto(`/station/shipments?status=${status}`);
  const parcel = page.locator(`[data-order="${orderNumber}"]`);
  const more = page.getByRole('button', { name: '更多' });
  await expect(parcel.or(more).first()).toBeVisible();
  while (!(await parcel.isVisible()) && (await more.isVisible())) {
    await more.click();
    await expect(page.getByText('正在载入')).toBeHidden();
  }
  await parcel.click();
}

/** Packs an order: every lot is proved by its typed code, as a scanner without Enter would do. */
export async function packOrder(page: Page, orderNumber: string): Promise<string[]> {
  await openParcel(page, orderNumber, 'waiting');
  await stands(page, 'pack');
  const picks = page.locator('[data-pick]');
  await expect(picks.first()).toBeVisible();
  const codes = await picks.evaluateAll((rows) =>
    rows.map((row) => row.getAttribute('data-pick') ?? ''),
  );
  for (const code of codes) {
    await page.getByLabel('批次码').fill(code);
    await page.getByRole('button', { name: '核对', exact: true }).click();
  }
  await tapPrimary(page, '打包完成');
  await expect(page.getByText('已打包，可以发货了。')).toBeVisible();
  return codes;
}

/** Hands a packed order to a courier. */
export async function shipOrder(
  page: Page,
  orderNumber: string,
  handover: { courier: string; waybill: string },
): Promise<void> {
  await openParcel(page, orderNumber, 'packed');
  await stands(page, 'ship');
  await page.getByRole('radio', { name: handover.courier, exact: true }).check();
  await page.getByLabel('运单号').fill(handover.waybill);
  await tapPrimary(page, '交快递，发货');
  await expect(page.getByText(`已发货：${handover.courier} ${handover.waybill}`)).toBeVisible();
}

/** Notes that a shipped order has reached its buyer. */
export async function deliverOrder(page: Page, orderNumber: string): Promise<void> {
  await openParcel(page, orderNumber, 'shipped');
  await page.getByRole('button', { name: '送达', exact: true }).click();
  await page.getByRole('button', { name: '确认送达' }).click();
  await expect(page.getByRole('button', { name: '送达', exact: true })).toBeHidden();
}

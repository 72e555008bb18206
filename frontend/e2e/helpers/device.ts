import { type BrowserContext, chromium, expect, type Page } from '@playwright/test';

import config from '../playwright.config';
import { signInAs } from './signIn';

export const PIN = '271828';

/** A phone of its own: what it stores outlives the tab, as on a real one. */
export async function openPhone(folder: string, flags: readonly string[] = []): Promise<BrowserContext> {
  const { baseURL, locale, timezoneId, launchOptions } = config.use ?? {};
  return chromium.launchPersistentContext(folder, {
    ...launchOptions, args: [...(launchOptions?.args ?? []), ...flags], baseURL, locale, timezoneId, viewport: { width: 360, height: 740 },
    hasTouch: true, isMobile: true, deviceScaleFactor: 3,
  });
}

/** Signs in once, binds the phone, and waits until the day could go on without network. */
export async function bindPhone(page: Page, name = '柜台手机'): Promise<void> {
  await signInAs(page, 'SO', '/', { bind: false });
  await expect(page.locator('[data-ready="bind"]')).toBeVisible();
  await page.getByLabel('设备名称').fill(name);
  await page.getByLabel('6 位开锁码').fill(PIN);
  await page.getByLabel('再输一次').fill(PIN);
  await page.getByRole('button', { name: '绑定本机' }).click();
  await expect(page.locator('[data-ready="home"]')).toBeVisible();
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });
  await expect.poll(() => listsOn(page), { timeout: 30_000 }).toEqual(
    expect.arrayContaining(['households', 'prices', 'products']),
  );
}

/** Enters the PIN where the phone asks for it. */
export async function unlockPhone(page: Page): Promise<void> {
  await expect(page.locator('[data-ready="unlock"]')).toBeVisible();
  await page.getByLabel('6 位开锁码').fill(PIN);
  await page.getByRole('button', { name: '开锁' }).click();
  await expect(page.locator('[data-ready="unlock"]')).toBeHidden();
}

type Row = Record<string, unknown>;

/** A table of the phone's store as it lies there. */
export function rowsOn(page: Page, table: string): Promise<Row[]> {
  return page.evaluate(
    (name) =>
      new Promise<Row[]>((done, fail) => {
        const open = indexedDB.open('xz-station');
        open.onerror = () => fail(open.error ?? new Error('no store'));
        open.onsuccess = () => {
          const all = open.result.transaction(name).objectStore(name).getAll();
          all.onsuccess = () => {
            open.result.close();
            done(all.result as Row[]);
          };
        };
      }),
    table,
  );
}

export async function listsOn(page: Page): Promise<string[]> {
  return (await rowsOn(page, 'lists')).map((row) => String(row.name).split('/')[1] ?? '');
}

/** The states of the outbox, oldest first. */
export async function statesOn(page: Page): Promise<string[]> {
  const rows = await rowsOn(page, 'outbox');
  return rows.sort((a, b) => Number(a.number) - Number(b.number)).map((row) => String(row.state));
}

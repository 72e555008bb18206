import { expect, type Page, test } from '@playwright/test';

/** The worker takes over with the second visit; then the goods it saw are kept. */
async function visitTwice(page: Page): Promise<void> {
  await page.goto('/');
  await expect(page.locator('[data-ready="home"]')).toBeVisible();
  await page.evaluate(async () => void (await navigator.serviceWorker.ready));
  await page.reload();
  await expect(page.locator('[data-listing]').first()).toBeVisible();
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
}

test('the shop opens without network and shows the last list', async ({ page, context }) => {
  await visitTwice(page);
  const title = await page.locator('[data-listing]').first().innerText();
  await context.setOffline(true);
  await page.reload();
  await expect(page.locator('[data-listing]').first()).toContainText(title.split('\n')[0] ?? title);
  await expect(page.getByText(/没有网络.*数据截至/)).toBeVisible();
  await page.goto('/shop/cart');
  await expect(page.locator('.shop-name')).toBeVisible();
  await context.setOffline(false);
});

test('the worker answers no other prefix and keeps no personal answer', async ({ page, context }) => {
  await visitTwice(page);
  const kept = await page.evaluate(async () => {
    await fetch('/api/v1/session');
    const addresses: string[] = [];
    for (const name of await caches.keys()) {
      for (const request of await (await caches.open(name)).keys()) addresses.push(new URL(request.url).pathname);
    }
    return addresses;
  });
  expect(kept.filter((path) => path.startsWith('/api/') && !path.startsWith('/api/v1/public/'))).toEqual([]);
  expect(kept).toContain('/');
  await context.setOffline(true);
  await expect(page.goto('/my/statement')).rejects.toThrow(/ERR_INTERNET_DISCONNECTED|ERR_FAILED/);
  await context.setOffline(false);
});

import { expect, type Page } from '@playwright/test';

type App = 'shop' | 'station' | 'console';

/** Role codes by the build their demo account opens; read from the server, never listed here. */
async function accountOf(page: Page, role: string): Promise<{ app: App; name: string }> {
  const answer = await page.request.get('/api/v1/demo-accounts');
  expect(answer.ok(), 'the server offers demo accounts').toBe(true);
  const accounts = (await answer.json()) as { role: string; app: App; name: string }[];
  const account = accounts.find((one) => one.role === role);
  if (!account) throw new Error(`no demo account with role ${role}`);
  return account;
}

/**
 * Signs in by one tap on the demo account of a role; `next` is an address inside that build and
 * `which` chooses among several accounts of the role.
 */
export async function signInAs(
  page: Page, role: string, next = '/', station: { bind: false } | undefined = undefined, which = 0,
): Promise<void> {
  const { app } = await accountOf(page, role);
  await page.goto(`/${app}/sign-in?next=${encodeURIComponent(next)}`);
  await page.locator(`[data-role="${role}"]`).nth(which).click();
  await page.waitForURL((url) => !url.pathname.endsWith('/sign-in'));
  // A counter that is not bound works on line; the journeys without network bind it themselves.
  if (page.url().includes('/station/bind') && !station) {
    await page.getByRole('button', { name: /^先不绑定/ }).click();
    await page.waitForURL((url) => !url.pathname.endsWith('/bind'));
  }
}

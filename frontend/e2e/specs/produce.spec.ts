import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

import { expect, test } from '@playwright/test';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';

import { expectAccessible } from '../helpers/axe';
import { signInAs } from '../helpers/signIn';

const POINTS_PER_MM = 72 / 25.4;
const SHOTS = process.env.PICTURES;

/** The program that reads codes, from the disk: nothing is fetched. */
async function codesIn(image: Buffer): Promise<string[]> {
  const binary = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');
  const wasm = await readFile(binary);
  prepareZXingModule({ overrides: { wasmBinary: wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength) as ArrayBuffer } });
  const found = await readBarcodes(new Blob([new Uint8Array(image)]), { formats: ['QRCode'] });
  return found.map((one) => one.text);
}

for (const [size, width, height] of [['40x30', 40, 30], ['60x40', 60, 40]] as const) {
  test(`a ${size} label prints on its sheet and its code opens the lot`, async ({ page }) => {
    await signInAs(page, 'SO');
    const lots = (await (await page.request.get('/api/v1/lots')).json()) as { results: { code: string }[] };
    const code = lots.results[0]?.code ?? '';
    await page.goto(`/print/label/${code}?size=${size}`);
    const paper = (await page.pdf({ preferCSSPageSize: true, printBackground: true })).toString('latin1');
    const boxes = [...paper.matchAll(/\/MediaBox\s*\[\s*0\s+0\s+([\d.]+)\s+([\d.]+)\s*\]/g)];
    expect(boxes).toHaveLength(1);
    expect(Math.abs(Number(boxes[0]?.[1]) - width * POINTS_PER_MM)).toBeLessThan(1);
    expect(Math.abs(Number(boxes[0]?.[2]) - height * POINTS_PER_MM)).toBeLessThan(1);
    await page.emulateMedia({ media: 'print' });
    const seen = await codesIn(await page.screenshot({ scale: 'device' }));
    expect(seen.map((text) => new URL(text).pathname)).toEqual([`/t/${code}`]);
  });
}

test('prices are proposed, agreed by another person, and hold at the counter', { tag: '@desk' }, async ({ browser }) => {
  const at = async (role: string, next: string) => {
    const page = await (await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'zh-CN' })).newPage();
    await signInAs(page, role, next);
    return page;
  };
  const accountant = await at('CA', '/prices/new');
  await expect(accountant.locator('[data-ready=price-draft]')).toBeVisible();
  const first = accountant.getByLabel('第 1 行收购价');
  const price = (Number(await first.inputValue()) + 0.01).toFixed(2);
  await first.fill(price);
  await expectAccessible(accountant);
  if (SHOTS) await accountant.screenshot({ path: `${SHOTS}/price-draft-1280.png` });
  await accountant.getByRole('button', { name: '提交理事长审批' }).click();
  await expect(accountant).toHaveURL(/\/prices$/);

  const manager = await at('CM', '/inbox');
  await manager.getByRole('button', { name: /价格表/ }).first().click();
  await expect(manager.getByText('收购价/斤')).toBeVisible();
  await expectAccessible(manager);
  if (SHOTS) await manager.screenshot({ path: `${SHOTS}/price-inbox-1280.png` });
  await manager.getByRole('button', { name: '同意发布' }).click();
  await manager.getByRole('dialog').getByRole('button', { name: '同意发布' }).click();
  await expect(manager.getByText('价格表已发布').first()).toBeVisible();

  await accountant.goto('/console/prices');
  await expect(accountant.getByRole('cell', { name: `¥${price}` }).first()).toBeVisible();
  await expectAccessible(accountant);
  if (SHOTS) await accountant.screenshot({ path: `${SHOTS}/prices-1280.png` });
});

test('the desk shows what lies on the shelves and how old it is', async ({ page, viewport }) => {
  await signInAs(page, 'CM', '/stock');
  await expect(page.locator('[data-ready=stock] table')).toBeVisible();
  await expect(page.getByText('最早到期')).toBeVisible();
  await expectAccessible(page);
  if (SHOTS) await page.screenshot({ path: `${SHOTS}/stock-${viewport?.width ?? 0}.png` });
});

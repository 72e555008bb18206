import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

import type { Page } from '@playwright/test';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';

const require = createRequire(import.meta.url);
const wasm = readFileSync(require.resolve('zxing-wasm/reader/zxing_reader.wasm'));
prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(wasm).buffer } });

const MM_PER_POINT = 25.4 / 72;

/** The sizes of a page's printed sheets in whole millimetres, one entry a sheet. */
export async function sheetsOf(page: Page): Promise<[number, number][]> {
  const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
  const boxes = [...pdf.matchAll(/\/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)\s*\]/g)];
  const mm = (points: string | undefined) => Math.round(Number(points) * MM_PER_POINT);
  return boxes.map((box) => [mm(box[1]), mm(box[2])]);
}

/** What a scanner reads off the paper. */
export async function codeOn(page: Page): Promise<string> {
  const picture = await page.locator('[data-paper]').screenshot();
  const found = await readBarcodes(new Uint8Array(picture), { formats: ['QRCode'], tryHarder: true });
  return found[0]?.text ?? '';
}

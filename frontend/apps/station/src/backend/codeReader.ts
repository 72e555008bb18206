import wasm from 'zxing-wasm/reader/zxing_reader.wasm?url';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';

// From our own host and nowhere else; the worker keeps it after the first use.
prepareZXingModule({ overrides: { locateFile: () => wasm } });

/** The first code in a picture; null where there is none. */
export async function readCode(picture: Blob | ImageData): Promise<string | null> {
  const found = await readBarcodes(picture, {
    formats: ['QRCode', 'Code128', 'Code39', 'EAN13'], maxNumberOfSymbols: 1, tryHarder: true,
  });
  return found.find((one) => one.isValid)?.text ?? null;
}

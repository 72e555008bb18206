import { cleanCode, hasLotCodeShape, isLotCode } from './codes';

/** What a scanned or typed code means. `problem` is for the person who scanned. */
export type Scan =
  | { kind: 'lot' | 'household' | 'order' | 'waybill'; code: string }
  | { kind: 'weight'; code: string; item: string; grams: number }
  | { kind: 'unreadable'; code: string; problem: string };

export interface ScanRules {
  /** First two digits of an EAN-13 that mean "weighed in the shop". */
  weightPrefixes: readonly string[];
}

export const DEFAULT_SCAN_RULES: ScanRules = {
  weightPrefixes: ['20', '21', '22', '23', '24', '25', '26', '27', '28', '29'],
};

/** Routes by prefix: address of a trace page or county letters = lot, HC household, OD order. */
export function parseScan(text: string, rules: ScanRules = DEFAULT_SCAN_RULES): Scan {
  const code = cleanCode(lotInAddress(text) ?? text);
  if (/^HC[0-9A-Z]{4,}$/.test(code)) return { kind: 'household', code };
  if (/^OD[0-9A-Z]{6,}$/.test(code)) return { kind: 'order', code };
  if (hasLotCodeShape(code)) {
    if (isLotCode(code)) return { kind: 'lot', code };
    return { kind: 'unreadable', code, problem: '批次码校验不符，请核对标签或重新扫描' };
  }
  if (rules.weightPrefixes.includes(code.slice(0, 2)) && hasEan13Check(code)) {
    return { kind: 'weight', code, item: code.slice(2, 7), grams: Number(code.slice(7, 12)) };
  }
  if (/^[0-9A-Z]{8,32}$/.test(code)) return { kind: 'waybill', code };
  return { kind: 'unreadable', code, problem: '不认识这个码，请核对后手工输入' };
}

/** A scanner proves the check digit itself, so thirteen digits without it are no EAN-13. */
export function hasEan13Check(code: string): boolean {
  const sum = [...code].reduce((total, digit, i) => total + Number(digit) * (i % 2 ? 3 : 1), 0);
  return /^\d{13}$/.test(code) && sum % 10 === 0;
}

function lotInAddress(text: string): string | undefined {
  return /^https?:\/\/[^/]+\/t\/([0-9A-Za-z-]+)/.exec(text.trim())?.[1];
}

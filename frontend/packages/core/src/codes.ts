/** Alphabet of the unified social credit code (GB 32100): no I, O, S, V, Z. */
export const CODE_ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';

const ORGANISATION_ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const ORGANISATION_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2];
const LOT_CODE = /^[A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{8}$/;
const CREDIT_CODE = /^[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}$/;

export interface LotCodeParts {
  /** Two letters of the county. */
  county: string;
  /** Local date of the intake, "2026-09-30". */
  on: string;
  /** Three characters of the station. */
  station: string;
  /** One character of the device. */
  device: string;
  /** Running number of the device on that day, 1 to 999. */
  running: number;
}

/** Check character: 31 minus the sum of value x 3^i, mod 31 (GB 32100). */
export function checkCharacter(body: string): string {
  let sum = 0;
  let weight = 1;
  for (const char of body) {
    const value = CODE_ALPHABET.indexOf(char);
    if (value < 0) throw new RangeError(`character outside the alphabet: ${char}`);
    sum += value * weight;
    weight = (weight * 3) % 31;
  }
  return CODE_ALPHABET.charAt((31 - (sum % 31)) % 31);
}

export function cleanCode(typed: string): string {
  return typed.normalize('NFKC').replace(/[\s-]/g, '').toUpperCase();
}

/** Lot and trace code, made without a network (16 characters). */
export function lotCode(parts: LotCodeParts): string {
  const { county, on, station, device, running } = parts;
  if (!Number.isInteger(running) || running < 1 || running > 999) {
    throw new RangeError(`running number outside 1-999: ${running}`);
  }
  const date = on.slice(2).replace(/-/g, '');
  const body = `${county}${date}${station}${device}${String(running).padStart(3, '0')}`;
  const code = body + checkCharacter(body);
  if (!LOT_CODE.test(code)) throw new RangeError(`not the shape of a lot code: ${code}`);
  return code;
}

export function hasLotCodeShape(code: string): boolean {
  return LOT_CODE.test(code);
}

export function isLotCode(code: string): boolean {
  return LOT_CODE.test(code) && checkCharacter(code.slice(0, -1)) === code.slice(-1);
}

/** Unified social credit code with the inner organisation code (GB 11714). */
export function isCreditCode(code: string): boolean {
  return (
    CREDIT_CODE.test(code) &&
    checkCharacter(code.slice(0, 17)) === code.slice(17) &&
    organisationCheck(code.slice(8, 16)) === code.charAt(16)
  );
}

export function isMobile(text: string): boolean {
  return /^1[3-9]\d{9}$/.test(text);
}

/** 15412345678 -> "154 1234 5678" */
export function formatMobile(mobile: string): string {
  return mobile.replace(/^(\d{3})(\d{4})(\d{4})$/, '$1 $2 $3');
}

/** 15412345678 -> "154****5678" */
export function maskMobile(mobile: string): string {
  return mobile.replace(/^(\d{3})\d{4}(\d{4})$/, '$1****$2');
}

function organisationCheck(body: string): string {
  const sum = ORGANISATION_WEIGHTS.reduce(
    (total, weight, index) => total + weight * ORGANISATION_ALPHABET.indexOf(body.charAt(index)),
    0,
  );
  const rest = (11 - (sum % 11)) % 11;
  return rest === 10 ? 'X' : String(rest);
}

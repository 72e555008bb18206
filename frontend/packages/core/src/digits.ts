const FULL_WIDTH_SHIFT = 0xfee0;

/** Turns full-width digits and signs (１２．５) into ASCII and drops blanks and grouping commas. */
export function plainNumberText(text: string): string {
  return text
    .replace(/[！-～]/g, (char) => String.fromCharCode(char.charCodeAt(0) - FULL_WIDTH_SHIFT))
    .replace(/。/g, '.')
    .replace(/[\s,]/g, '');
}

/** Reads a decimal text exactly as an integer of `scale` parts per unit; null when it does not fit. */
export function scaledInteger(text: string, decimals: number): number | null {
  const match = /^(-?)(\d+)(?:\.(\d*))?$/.exec(text);
  if (!match) return null;
  const [, sign, whole, fraction = ''] = match;
  const kept = fraction.slice(0, decimals).padEnd(decimals, '0');
  if (/[^0]/.test(fraction.slice(decimals))) return null;
  const value = Number(`${whole}${kept}`);
  if (!Number.isSafeInteger(value)) return null;
  return sign && value !== 0 ? -value : value;
}

/** Writes an integer of 10^decimals parts per unit as a decimal text with all its decimals. */
export function decimalText(value: number, decimals: number): string {
  requireInteger(value);
  const digits = String(Math.abs(value)).padStart(decimals + 1, '0');
  const sign = value < 0 ? '-' : '';
  if (decimals === 0) return `${sign}${digits}`;
  return `${sign}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

/** Integer division rounded half away from zero, exact for safe integers. */
export function divideHalfUp(value: number, divisor: number): number {
  requireInteger(value);
  const size = Math.abs(value);
  const rest = size % divisor;
  const whole = (size - rest) / divisor + (rest * 2 >= divisor ? 1 : 0);
  return value < 0 && whole !== 0 ? -whole : whole;
}

export function groupThousands(text: string): string {
  const [whole = '', fraction] = text.split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

export function requireInteger(value: number): void {
  if (!Number.isSafeInteger(value)) throw new RangeError(`not a safe integer: ${value}`);
}

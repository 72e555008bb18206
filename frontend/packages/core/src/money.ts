import { decimalText, divideHalfUp, groupThousands, plainNumberText, scaledInteger } from './digits';

/** Money is an integer number of fen. The API writes it as yuan text: "12.50". */
export type Fen = number;

const FEN_PER_WAN_YUAN_HUNDREDTH = 10_000;

/** "12.50" of the API -> 1250. A text the API never sends is an error, not a zero. */
export function fenFromApi(text: string): Fen {
  const fen = scaledInteger(text, 2);
  if (fen === null) throw new RangeError(`not an amount in yuan: ${text}`);
  return fen;
}

/** 1250 -> "12.50", the form the API takes. */
export function fenToApi(fen: Fen): string {
  return decimalText(fen, 2);
}

/** What a person typed, with ¥, commas or full-width digits; null when it is no amount. */
export function parseYuan(typed: string): Fen | null {
  return scaledInteger(plainNumberText(typed).replace(/^[¥￥]/, '').replace(/元$/, ''), 2);
}

/** 123450 -> "1,234.50" */
export function formatAmount(fen: Fen): string {
  return groupThousands(decimalText(fen, 2));
}

/** 123450 -> "¥1,234.50"; a minus stands before the sign of the currency. */
export function formatYuan(fen: Fen): string {
  const amount = formatAmount(Math.abs(fen));
  return fen < 0 ? `-¥${amount}` : `¥${amount}`;
}

/** 123456789 -> "123.46 万元", rounded half up to a hundredth of ten thousand yuan. */
export function formatWanYuan(fen: Fen): string {
  return `${groupThousands(decimalText(divideHalfUp(fen, FEN_PER_WAN_YUAN_HUNDREDTH), 2))} 万元`;
}

/** Yuan below ten thousand, 万元 from there on. */
export function formatShort(fen: Fen): string {
  return Math.abs(fen) < 1_000_000 ? formatYuan(fen) : formatWanYuan(fen);
}

/** The one rule from weight to money: net_g x fen per 斤 / 500, half up. */
export function amountFen(netG: number, priceFenPerJin: Fen): Fen {
  return divideHalfUp(netG * priceFenPerJin, 500);
}

import {
  type Api, fenToApi, formatBothWeights, formatInstant, isProblem, lotCode, localDate,
  type OutboxItem, refusalOf, type Verdict,
} from '@xiangzhan/core';

import { registerKind } from '../backend/kinds';
import { nextNumber, type StationCard } from '../backend/store';
import { type NewReceipt, type Receipt, receiptsApi } from './api';
import { gradeName, grossOf, type Intake, netOf, STEP_PATHS, tareOf } from './intake';
import { t } from './messages.zh';

/** A weigh-in in the outbox: what goes to the server, and the intake it came from. */
export interface ReceiptBody {
  wire: NewReceipt & { lot_code: string };
  intake: Intake;
}

export const RECEIPT = 'receipt';
const MOST_PER_DAY = 999;

/** The next lot code of this device's letter; inside the transaction that writes the record. */
export async function nextLotCode(
  station: StationCard, letter: string, weighedAt: string,
): Promise<string> {
  const on = localDate(weighedAt);
  const running = await nextNumber(`running/${station.letters}${letter}/${on}`);
  if (running > MOST_PER_DAY) throw new RangeError(t('receive.codes_used_up'));
  return lotCode({
    county: station.county_letters, station: station.letters, device: letter, on, running,
  });
}

async function sendOne(item: OutboxItem, line: Api): Promise<Verdict> {
  const { wire } = item.body as ReceiptBody;
  try {
    const answer = await receiptsApi.create(wire, line);
    return { uid: item.uid, event: { type: 'stored', answer, at: new Date().toISOString() } };
  } catch (error) {
    if (!isProblem(error) || error.status !== 409) throw error;
    const other = await receiptsApi.one(item.uid, line).catch(() => null);
    return { uid: item.uid, event: { type: 'refused', problem: refusalOf(error), other } };
  }
}

const weightLines = (gross: number, tare: number, net: number) =>
  [
    ['毛重', formatBothWeights(gross)],
    ['皮重', formatBothWeights(tare)],
    ['净重', formatBothWeights(net)],
  ] as const;

registerKind(RECEIPT, {
  name: '收货',
  most: 1,
  send: async ([item], line) => (item ? [await sendOne(item, line)] : []),
  look: (uid, line) => receiptsApi.one(uid, line),
  lines: (body) => {
    const { intake, wire } = body as ReceiptBody;
    return [
      ['农户', `${intake.household?.head_name ?? ''} ${intake.household?.village ?? ''}`],
      ['产品', `${intake.product?.name ?? ''} ${gradeName(intake.grade)}`],
      ['方式', t(`mode.${wire.mode}`)],
      ...weightLines(grossOf(intake), tareOf(intake), netOf(intake) ?? 0),
      ['单价', wire.price_per_jin === null ? t('receive.unpriced') : `${wire.price_per_jin} 元/斤`],
      ['称重', formatInstant(wire.weighed_at)],
      ['批次', wire.lot_code || t('receive.code_later')],
    ];
  },
  otherLines: (other) => {
    const receipt = other as Receipt;
    return [
      ['农户', receipt.household_name],
      ['产品', `${receipt.product_name} ${receipt.grade_name}`],
      ['方式', receipt.mode_name],
      ...weightLines(receipt.gross_g, receipt.tare_g, receipt.net_g),
      ['单价', `${fenToApi(receipt.price_fen)} 元/斤`],
      ['称重', formatInstant(receipt.weighed_at)],
      ['批次', receipt.lot.code],
    ];
  },
  edit: (item) => `${STEP_PATHS.household}?mend=${item.uid}`,
  page: (item) => `/receipts/${item.uid}`,
});

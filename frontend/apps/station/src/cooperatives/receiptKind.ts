import {
  type Api, fenToApi, formatBothWeights, formatInstant, localDate, localProblem, lotCode,
  type OutboxItem, type Refusal, type Verdict,
} from '@xiangzhan/core';

import { registerKind } from '../backend/kinds';
import { nextNumber, type StationCard } from '../backend/store';
import {
  type NewReceipt, type Receipt, receiptFrom, receiptsApi, type RecordOutcome,
} from './api';
import { gradeName, grossOf, type Intake, netOf, STEP_PATHS, tareOf } from './intake';
import { t } from './messages.zh';

/** A weigh-in in the outbox: what goes to the server, and the intake it came from. */
export interface ReceiptBody {
  wire: NewReceipt;
  intake: Intake;
}

export const RECEIPT = 'receipt';
const MOST_PER_DAY = 999;
/** Half of what the server takes, so that a slow line still answers in time. */
const MOST_PER_CALL = 50;

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

/** A conflict of two contents is a matter for two versions side by side. */
function refusalIn({ code, title, detail, fields }: NonNullable<RecordOutcome['problem']>): Refusal {
  const status = code === 'receipt_changed' ? 409 : 422;
  return { status, code, words: detail || title, fields, request_id: '' };
}

async function verdictOf({ uid, receipt, problem }: RecordOutcome, line: Api): Promise<Verdict> {
  if (receipt) {
    const answer = receiptFrom(receipt);
    return { uid, event: { type: 'stored', answer, at: new Date().toISOString() } };
  }
  if (!problem) throw localProblem('unreadable_answer');
  const refusal = refusalIn(problem);
  const other = refusal.status === 409 ? await receiptsApi.one(uid, line).catch(() => null) : null;
  return { uid, event: { type: 'refused', problem: refusal, other } };
}

async function send(items: readonly OutboxItem[], line: Api): Promise<Verdict[]> {
  const wires = items.map((item) => (item.body as ReceiptBody).wire);
  const outcomes = await receiptsApi.sendMany(wires, line);
  return Promise.all(outcomes.map((said) => verdictOf(said, line)));
}

const weightLines = (gross: number, tare: number, net: number) =>
  [
    ['毛重', formatBothWeights(gross)],
    ['皮重', formatBothWeights(tare)],
    ['净重', formatBothWeights(net)],
  ] as const;

registerKind(RECEIPT, {
  name: '收货',
  most: MOST_PER_CALL,
  send,
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
      ['单价', receipt.price_fen === null ? t('receive.unpriced') : `${fenToApi(receipt.price_fen)} 元/斤`],
      ['称重', formatInstant(receipt.weighed_at)],
      ['批次', receipt.lot.code],
    ];
  },
  edit: (item) => `${STEP_PATHS.household}?mend=${item.uid}`,
  page: (item) => `/receipts/${item.uid}`,
  pageName: t('receipt.papers'),
});

import { type Fen, fenFromApi, type Grams, localDate, type OutboxItem } from '@xiangzhan/core';
import { useLoad } from '@xiangzhan/ui/base';
import { computed } from 'vue';

import { useOutbox } from '../backend/useOutbox';
import { type Receipt, receiptsApi } from './api';
import { amountOf, gradeName, grossOf, type Intake, netOf, tareOf } from './intake';
import { t } from './messages.zh';
import type { ReceiptBody } from './receiptKind';

/** A weigh-in as its label and slip show it, wherever it lies. */
export interface Slip {
  uid: string;
  code: string;
  household_name: string;
  village: string;
  goods: string;
  mode: 'consignment' | 'purchase';
  gross_g: Grams;
  tare_g: Grams;
  net_g: Grams;
  price_fen: Fen | null;
  amount_fen: Fen | null;
  weighed_at: string;
  expires_on: string;
  /** Papers printed again, as far as the server was told. */
  reprints_count: number;
}

export function slipOfItem(item: OutboxItem): Slip {
  const { intake, wire } = item.body as ReceiptBody;
  return {
    uid: item.uid, ...namesOf(intake), ...lotOf(item), mode: intake.mode,
    gross_g: grossOf(intake), tare_g: tareOf(intake), net_g: netOf(intake) ?? 0,
    price_fen: wire.price_per_jin === null ? null : fenFromApi(wire.price_per_jin),
    amount_fen: amountOf(intake), weighed_at: wire.weighed_at, reprints_count: 0,
  };
}

function namesOf({ household, product, grade }: Intake) {
  return {
    household_name: household?.head_name ?? '', village: household?.village ?? '',
    goods: `${product?.name ?? ''} ${gradeName(grade)}`,
  };
}

/** The server's word on the lot where it has spoken, the device's code until then. */
function lotOf(item: OutboxItem) {
  const lot = (item.answer as Receipt | null)?.lot;
  const { wire } = item.body as ReceiptBody;
  return { code: lot?.code ?? wire.lot_code, expires_on: lot?.expires_on ?? '' };
}

export function slipOfReceipt(receipt: Receipt): Slip {
  const { uid, household_name, mode, gross_g, tare_g, net_g, weighed_at } = receipt;
  return {
    uid, household_name, mode, gross_g, tare_g, net_g, weighed_at, code: receipt.lot.code,
    village: '', goods: `${receipt.product_name} ${receipt.grade_name}`,
    price_fen: receipt.price_fen, amount_fen: receipt.amount_fen,
    expires_on: receipt.lot.expires_on, reprints_count: receipt.reprints_count ?? 0,
  };
}

export const dayOf = (slip: Slip): string => localDate(slip.weighed_at);

/** A weigh-in by its uid: from this device where it was made, else from the server. */
export function useReceipt(uid: string) {
  const outbox = useOutbox();
  const item = computed(() => outbox.byUid(uid) ?? null);
  const { data, state, problem, reload } = useLoad<Slip>(async (signal) => {
    if (item.value) return slipOfItem(item.value);
    return slipOfReceipt(await receiptsApi.one(uid, undefined, signal));
  });
  const slip = computed(() => (item.value ? slipOfItem(item.value) : data.value));
  // After a reload the outbox is read a moment later than the server is asked.
  const shown = computed(() => (item.value ? 'ready' : state.value));
  const stateWords = computed(() => (item.value ? t(`receipt.${item.value.state}`) : ''));
  return { slip, item, stateWords, state: shown, problem, reload };
}

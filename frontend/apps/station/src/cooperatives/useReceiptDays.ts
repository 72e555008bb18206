import { type Fen, type Grams, localDate } from '@xiangzhan/core';
import { useSession } from '@xiangzhan/ui/session';
import { computed } from 'vue';

import { useOutbox } from '../backend/useOutbox';
import { useRows } from '../backend/useRows';
import { receiptsApi } from './api';
import { t } from './messages.zh';
import { RECEIPT } from './receiptKind';
import { type Slip, slipOfItem, slipOfReceipt } from './useReceipt';

export interface ReceiptRow {
  uid: string;
  household_name: string;
  goods: string;
  net_g: Grams;
  amount_fen: Fen | null;
  weighed_at: string;
  voided: boolean;
  /** What still stands between it and the server. */
  note: string;
}

const rowOf = ({ uid, household_name, goods, net_g, amount_fen, weighed_at }: Slip, more: { voided: boolean; note: string }): ReceiptRow =>
  ({ uid, household_name, goods, net_g, amount_fen, weighed_at, ...more });

/** Weigh-ins by day, newest first: the server's, and what this device made that is not among them. */
export function useReceiptDays() {
  const session = useSession();
  const outbox = useOutbox();
  const listed = useRows((cursor, signal) => receiptsApi.list({ cursor }, signal));
  const own = computed(() => {
    const known = new Set(listed.rows.value.map((row) => row.uid));
    return outbox.items
      .filter((item) => item.kind === RECEIPT && item.state !== 'withdrawn' && item.owner.hat === session.hat?.uid)
      // What has arrived stands in the list, perhaps on a later page of it.
      .filter((item) => (item.state !== 'sent' || listed.problem.value !== null) && !known.has(item.uid))
      .map((item) => rowOf(slipOfItem(item), { voided: false, note: item.state === 'sent' ? '' : t(`receipt.${item.state}`) }));
  });
  const rows = computed(() => [
    ...own.value,
    ...listed.rows.value.map((row) => rowOf(slipOfReceipt(row), { voided: Boolean(row.voided_at), note: '' })),
  ]);
  const days = computed(() => {
    const today = localDate(new Date());
    const groups = new Map<string, ReceiptRow[]>();
    for (const row of rows.value) {
      const day = localDate(row.weighed_at);
      groups.set(day, [...(groups.get(day) ?? []), row]);
    }
    return [...groups]
      .sort(([a], [b]) => b.localeCompare(a))
      .map(([day, receipts]) => ({ name: day === today ? '今天' : day, receipts }));
  });
  const hasContent = computed(() => rows.value.length > 0);
  const state = computed(() => (listed.state.value === 'empty' && hasContent.value ? 'ready' : listed.state.value));
  return { ...listed, state, hasContent, days };
}

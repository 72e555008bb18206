import {
  formatWeight, formatYuan, localDate, type OutboxCounts, type OutboxItem,
} from '@xiangzhan/core';
import { computed } from 'vue';

import { useLocal } from '../backend/lists';
import { useDevice } from '../backend/device';
import { useBindings } from '../backend/useBindings';
import { useOutbox } from '../backend/useOutbox';
import type { Today } from './api';
import type { Parcel } from './counterApi';
import { outList, parcelList, todayList } from './local';
import { t } from './messages.zh';
import { outgoing, shelfOf } from './shelf';

export interface Counter {
  to: string;
  label: string;
  count: number;
  note?: string;
  urgent?: boolean;
}

/** Done on this counter and not yet counted by the server. */
export interface Pending {
  onShelf: number;
  /** 代发 parcels that no courier has taken along. */
  toCollect: number;
  /** A basket that was begun here and is not finished. */
  begun: boolean;
  packed: number;
  shipped: number;
  received: number;
}

export function pendingOf(
  items: readonly OutboxItem[], today: string, parcels: readonly Parcel[] = [], out: readonly Parcel[] = [],
  begun = false,
): Pending {
  const open = items.filter((item) => item.state === 'queued' || item.state === 'sending');
  const count = (kind: string) => open.filter((item) => item.kind === kind).length;
  const received = open.filter((item) => item.kind === 'receipt' && localDate(item.made_at) === today);
  return {
    onShelf: shelfOf(parcels, items).length, toCollect: outgoing(out, items).length, begun, packed: count('pack'), shipped: count('ship'), received: received.length,
  };
}

function ownCounters(counts: OutboxCounts): Counter[] {
  return [
    {
      to: '/outbox?status=attention', label: t('today.attention'), count: counts.attention,
      urgent: counts.attention > 0,
    },
    { to: '/outbox?status=waiting', label: t('today.unsent'), count: counts.waiting },
  ];
}

export function countersOf(today: Today, pending: Pending, counts: OutboxCounts): Counter[] {
  const { count, net_g, amount_fen } = today.received_today;
  const note = { weight: formatWeight(net_g, '斤'), amount: formatYuan(amount_fen) };
  const toPack = Math.max(0, today.to_pack - pending.packed);
  const toShip = Math.max(0, today.to_ship + pending.packed - pending.shipped);
  return [
    ...ownCounters(counts),
    {
      to: '/receive', label: t('today.to_receive'), count: pending.begun ? 1 : 0,
      note: pending.begun ? t('today.begun') : undefined,
    },
    { to: '/shipments?status=waiting', label: t('today.to_pack'), count: toPack },
    { to: '/shipments?status=packed', label: t('today.to_ship'), count: toShip },
    { to: '/parcels', label: t('today.to_take'), count: pending.onShelf },
    { to: '/parcels/out', label: t('today.to_collect'), count: pending.toCollect },
    {
      to: '/receipts', label: t('today.received'), count: count + pending.received,
      note: t('today.received_note', note),
    },
    { to: '/lots', label: t('today.lots_unlisted'), count: today.lots_unlisted },
    {
      to: '/listings?status=returned',
      label: t('today.listings_returned'),
      count: today.listings_returned,
      urgent: today.listings_returned > 0,
    },
    { to: '/listings?status=on_sale', label: t('today.on_sale'), count: today.listings_on_sale },
  ];
}

/** The day at this station from what the device knows: where we are, what waits, the four deeds. */
export function useToday() {
  const outbox = useOutbox();
  const bindings = useBindings();
  const { data, state, problem, reload, asOf, hasContent } = useLocal(todayList);
  const parcels = useLocal(parcelList);
  const out = useLocal(outList);
  const begun = Boolean(useDevice().read<{ household: object | null }>('intake')?.household);
  const station = computed(() => data.value?.station ?? bindings.active?.station ?? null);
  const counters = computed(() => {
    if (!data.value) return ownCounters(outbox.counts);
    const pending = pendingOf(outbox.items, localDate(new Date()), parcels.data.value ?? [], out.data.value ?? [], begun);
    return countersOf(data.value.today, pending, outbox.counts);
  });
  return { station, counters, state, problem, asOf, hasContent, reload, bindings };
}

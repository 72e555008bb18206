import { formatWeight, formatYuan } from '@xiangzhan/core';
import { useLoad } from '@xiangzhan/ui/base';
import { computed } from 'vue';

import { type MyStation, stationsApi, type Today } from './api';
import { t } from './messages.zh';

export interface Counter {
  to: string;
  label: string;
  count: number;
  note?: string;
  urgent?: boolean;
}

export function countersOf(today: Today): Counter[] {
  const { count, net_g, amount_fen } = today.received_today;
  const note = { weight: formatWeight(net_g, '斤'), amount: formatYuan(amount_fen) };
  return [
    { to: '/shipments?status=waiting', label: t('today.to_pack'), count: today.to_pack },
    { to: '/shipments?status=packed', label: t('today.to_ship'), count: today.to_ship },
    { to: '/receipts', label: t('today.received'), count, note: t('today.received_note', note) },
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

/** The day at this station: where we are, what waits, and the four deeds. */
export function useToday() {
  const { data, state, problem, loadedAt, reload } = useLoad(
    async (signal): Promise<{ station: MyStation; today: Today }> => {
      const [station, today] = await Promise.all([
        stationsApi.mine(signal),
        stationsApi.today(signal),
      ]);
      return { station, today };
    },
  );
  const station = computed(() => data.value?.station ?? null);
  const counters = computed(() => (data.value ? countersOf(data.value.today) : []));
  return { station, counters, state, problem, loadedAt, reload };
}

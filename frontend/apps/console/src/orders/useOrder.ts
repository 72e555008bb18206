import { useLoad } from '@xiangzhan/ui/base';
import { computed } from 'vue';

import { ordersApi } from './api';

/** One order with its money cut two ways: by line, and by who it goes to. */
export function useOrder(number: string) {
  const loaded = useLoad((signal) => ordersApi.one(number, signal));
  const paid = computed(() => {
    const order = loaded.data.value;
    if (!order) return [];
    const lines = order.lines.map((line) => ({ name: line.title, amount: line.amount }));
    return [...lines, { name: '运费', amount: order.shipping }];
  });
  return { ...loaded, paid };
}

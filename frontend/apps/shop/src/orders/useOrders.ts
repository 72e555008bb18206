import { computed, watch } from 'vue';
import { useRoute, useRouter } from 'vue-router';

import { ordersApi } from './api';
import { t } from './messages.zh';
import { useCursorList } from './useCursorList';

export const ORDER_FILTERS = [
  { code: '', name: '全部' },
  { code: 'placed', name: '待付款' },
  { code: 'paid,packed', name: '待发货' },
  { code: 'shipped,delivered', name: '待收货' },
  { code: 'completed', name: '已完成' },
];

/** The buyer's own orders; the status stands in the address. */
export function useOrders() {
  const route = useRoute();
  const router = useRouter();
  const path = route.path;
  const status = computed(() => String(route.query.status ?? ''));
  const list = useCursorList((cursor, signal) =>
    ordersApi.list({ status: status.value, cursor }, signal),
  );
  const emptyText = computed(() => t(status.value ? 'order.noneHere' : 'order.none'));

  watch(status, () => {
    if (route.path !== path) return;
    list.rows.value = [];
    void list.reload();
  });

  function choose(code: string): void {
    void router.replace({ path, query: code ? { status: code } : {} });
  }

  return { status, emptyText, choose, ...list };
}

import { useLoad } from '@xiangzhan/ui/base';
import { computed, watch } from 'vue';
import { useRoute, useRouter } from 'vue-router';

import { impactApi } from './api';

/** One level of the county; place and period stand in the address. */
export function useOverview() {
  const route = useRoute();
  const router = useRouter();
  const { path } = route;
  const asked = computed(() => ({
    parent: String(route.query.parent ?? ''),
    period: String(route.query.period ?? ''),
  }));
  const loaded = useLoad((signal) => impactApi.overview(asked.value, signal));
  watch(
    () => JSON.stringify(asked.value),
    () => {
      if (route.path === path) void loaded.reload();
    },
  );

  /** The address of another place in the same period. */
  function addressOf(code: string) {
    return { path, query: { ...route.query, parent: code } };
  }
  const open = (code: string) => router.push(addressOf(code));
  const showPeriod = (period: string) => router.push({ query: { ...route.query, period } });
  return { ...loaded, asked, addressOf, open, showPeriod };
}

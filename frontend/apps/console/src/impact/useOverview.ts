import { useLoad } from '@xiangzhan/ui/base';
import { computed, watch } from 'vue';
import { useRoute, useRouter } from 'vue-router';

import { impactApi } from './api';

/** One level of the county; place and year stand in the address. */
export function useOverview() {
  const route = useRoute();
  const router = useRouter();
  const { path } = route;
  const asked = computed(() => ({
    parent: String(route.query.parent ?? ''),
    year: String(route.query.year ?? ''),
  }));
  const loaded = useLoad((signal) => impactApi.overview(asked.value, signal));
  watch(
    () => JSON.stringify(asked.value),
    () => {
      if (route.path === path) void loaded.reload();
    },
  );

  /** The address of another place in the same year. */
  function addressOf(code: string) {
    return { path, query: { ...route.query, parent: code } };
  }
  const open = (code: string) => router.push(addressOf(code));
  const showYear = (year: string) => router.push({ query: { ...route.query, year } });
  return { ...loaded, addressOf, open, showYear };
}

import { useLoad } from '@xiangzhan/ui/base';
import { computed, watch } from 'vue';
import { useRoute, useRouter } from 'vue-router';

import { impactApi } from './api';

/** The report of one year; the year stands in the address. */
export function useIncomeReport() {
  const route = useRoute();
  const router = useRouter();
  const { path } = route;
  const year = computed(() => String(route.query.year ?? ''));
  const loaded = useLoad((signal) => impactApi.incomeReport(year.value, signal));
  watch(year, () => {
    if (route.path === path) void loaded.reload();
  });
  const showYear = (chosen: string) => router.push({ query: { year: chosen } });
  const print = () => window.print();
  return { ...loaded, showYear, print };
}

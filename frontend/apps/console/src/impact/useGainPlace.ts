import { useLoad } from '@xiangzhan/ui/base';
import { computed, watch } from 'vue';
import { useRoute, useRouter } from 'vue-router';

/** A place and a year that stand in the address; another place keeps the year. */
export function useGainPlace<T>(load: (asked: Record<string, string>, signal: AbortSignal) => Promise<T>) {
  const route = useRoute();
  const router = useRouter();
  const { path } = route;
  const asked = computed(() => {
    const { parent = '', year = '' } = route.query;
    return { ...(parent ? { parent: String(parent) } : {}), ...(year ? { year: String(year) } : {}) };
  });
  const loaded = useLoad((signal) => load(asked.value, signal));
  watch(
    () => JSON.stringify(asked.value),
    () => {
      if (route.path === path) void loaded.reload();
    },
  );
  const addressOf = (parent: string) => ({ path, query: { ...route.query, parent } });
  const showYear = (year: string) => router.push({ query: { ...route.query, year } });
  return { ...loaded, asked, addressOf, showYear };
}

import { useLoad } from '@xiangzhan/ui/base';
import { computed, onActivated, reactive, ref, watch } from 'vue';
import { useRoute, useRouter } from 'vue-router';

import { catalogueApi } from './api';
import { type Filter, filterOf, NO_FILTER, queryOf, sameFilter } from './catalogueFilter';
import { keptCatalogue } from './keptCatalogue';
import { t } from './messages.zh';
import { rememberSearch } from './recentSearches';
import { useCursorList } from './useCursorList';

const STALE_AFTER_MS = 5 * 60_000;

/** The list of what is on sale; search and filters stand in the address. */
export function useCatalogue() {
  const route = useRoute();
  const router = useRouter();
  const home = route.path;
  const filter = reactive<Filter>(filterOf(route.query));
  const typed = ref(filter.search);
  let loadedAt = Date.now();

  const categories = useLoad((signal) => catalogueApi.categories(signal));
  const list = useCursorList(
    (cursor, signal) => catalogueApi.listings({ ...filter, cursor }, signal),
    { kept: keptCatalogue(() => !filtered.value) },
  );

  const filtered = computed(() => !sameFilter(filter, NO_FILTER));
  const emptyText = computed(() => {
    if (filter.search) return t('catalogue.noHit', { search: filter.search });
    return t(filtered.value ? 'catalogue.noneHere' : 'catalogue.none');
  });
  const chips = computed(() => [
    { code: '', name: t('catalogue.all') },
    ...(categories.data.value ?? []).filter((category) => category.listings > 0),
  ]);

  function refresh(): void {
    loadedAt = Date.now();
    void list.reload();
  }

  /** Kept alive behind other pages: only the home page's own address changes the filter. */
  watch(
    () => route.fullPath,
    () => {
      const wanted = filterOf(route.query);
      if (route.path !== home || sameFilter(filter, wanted)) return;
      Object.assign(filter, wanted);
      typed.value = wanted.search;
      list.rows.value = [];
      refresh();
    },
  );

  onActivated(() => {
    if (Date.now() - loadedAt > STALE_AFTER_MS) refresh();
  });

  function choose(change: Partial<Filter>): void {
    if (change.search) rememberSearch(change.search);
    void router.push({ path: home, query: queryOf({ ...filter, ...change }) });
  }

  return { filter, typed, filtered, emptyText, chips, choose, ...list };
}

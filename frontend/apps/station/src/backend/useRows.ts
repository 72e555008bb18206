import type { Page } from '@xiangzhan/core';
import { useLoad } from '@xiangzhan/ui/base';
import { computed, ref, shallowRef } from 'vue';

import { cursorOf } from './cursors';

/** A list that grows by one page at a tap. */
export function useRows<T>(
  fetchPage: (cursor: string | null, signal: AbortSignal) => Promise<Page<T>>,
) {
  const rows = shallowRef<T[]>([]);
  const next = ref<string | null>(null);
  const first = useLoad(
    async (signal) => {
      const page = await fetchPage(null, signal);
      rows.value = page.results;
      next.value = cursorOf(page.next);
      return page;
    },
    { isEmpty: () => rows.value.length === 0 },
  );
  const further = useLoad(
    async (signal) => {
      const page = await fetchPage(next.value, signal);
      rows.value = [...rows.value, ...page.results];
      next.value = cursorOf(page.next);
      return page;
    },
    { immediate: false },
  );
  const hasMore = computed(() => next.value !== null);
  return {
    rows, hasMore, state: first.state, problem: first.problem, reload: first.reload,
    more: further.reload, loadingMore: further.loading, moreProblem: further.problem,
  };
}

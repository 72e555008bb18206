import { formatTime, type Page } from '@xiangzhan/core';
import { type ViewState, useLoad } from '@xiangzhan/ui/base';
import { computed, ref, shallowRef } from 'vue';

/** A list in cursor pages: the first page has the state of the screen, later ones only add to it. */
export function useCursorList<T>(
  fetchPage: (cursor: string | null, signal: AbortSignal) => Promise<Page<T>>,
  options: { kept?: KeptPage<T> } = {},
) {
  const rows = shallowRef<T[]>([]);
  const next = ref<string | null>(null);
  const moreProblem = shallowRef<unknown>(null);
  const loadingMore = ref(false);
  const asOf = ref('');

  const first = useLoad(async (signal) => {
    try {
      const page = await fetchPage(null, signal);
      show(page, formatTime(new Date()));
      options.kept?.write(page);
      return page;
    } catch (error) {
      const kept = rows.value.length ? null : options.kept?.read();
      if (kept) show({ ...kept.page, next: null }, kept.at);
      throw error;
    }
  });

  function show(page: Page<T>, at: string): void {
    rows.value = page.results;
    next.value = page.next;
    asOf.value = at;
    moreProblem.value = null;
  }

  async function more(): Promise<void> {
    if (!next.value || loadingMore.value || first.loading.value) return;
    const cursor = next.value;
    loadingMore.value = true;
    moreProblem.value = null;
    try {
      const page = await fetchPage(cursor, new AbortController().signal);
      if (next.value !== cursor) return;
      rows.value = [...rows.value, ...page.results];
      next.value = page.next;
    } catch (error) {
      moreProblem.value = error;
    } finally {
      loadingMore.value = false;
    }
  }

  const state = computed<ViewState>(() => {
    if (rows.value.length === 0 && first.loading.value) return 'loading';
    return first.state.value === 'ready' && rows.value.length === 0 ? 'empty' : first.state.value;
  });
  const { problem, loading, reload } = first;
  return { rows, next, state, problem, loading, reload, more, moreProblem, loadingMore, asOf };
}

/** Where the last page seen is kept for the time without network. */
export interface KeptPage<T> {
  read: () => { page: Page<T>; at: string } | null;
  write: (page: Page<T>) => void;
}

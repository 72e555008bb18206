import { formatTime, isOffline, isProblem } from '@xiangzhan/core';
import { computed, getCurrentScope, onScopeDispose, ref, shallowRef } from 'vue';

import type { ViewState } from './viewState';

/** Loads one thing for a page and says which state the page is in; `reload` keeps old data shown. */
export function useLoad<T>(
  load: (signal: AbortSignal) => Promise<T>,
  options: { isEmpty?: (data: T) => boolean; immediate?: boolean } = {},
) {
  const data = shallowRef<T | null>(null);
  const problem = shallowRef<unknown>(null);
  const loading = ref(false);
  const loadedAt = ref('');
  let running: AbortController | null = null;

  async function reload(): Promise<void> {
    running?.abort();
    const mine = new AbortController();
    running = mine;
    loading.value = true;
    try {
      const fresh = await load(mine.signal);
      if (running !== mine) return;
      data.value = fresh;
      problem.value = null;
      loadedAt.value = formatTime(new Date());
    } catch (error) {
      if (running === mine) problem.value = error;
    } finally {
      if (running === mine) loading.value = false;
    }
  }

  const state = computed<ViewState>(() => {
    if (problem.value) return problemState(problem.value);
    if (data.value === null) return 'loading';
    return options.isEmpty?.(data.value) ? 'empty' : 'ready';
  });

  if (getCurrentScope()) onScopeDispose(() => running?.abort());
  if (options.immediate ?? true) void reload();
  return { data, problem, loading, loadedAt, state, reload };
}

function problemState(problem: unknown): ViewState {
  if (isOffline(problem)) return 'offline';
  return isProblem(problem) && problem.status === 403 ? 'forbidden' : 'error';
}

import { useLoad } from '@xiangzhan/ui/base';
import { computed, watch } from 'vue';
import { useRoute, useRouter } from 'vue-router';

import { type CursorPage, cursorOf } from './lists';

export type Asked = Record<string, string>;

/** A list whose page and filters live in the address, so that a link shows the same rows. */
export function usePages<T>(
  load: (asked: Asked, signal: AbortSignal) => Promise<CursorPage<T>>,
  filters: readonly string[] = [],
) {
  const route = useRoute();
  const router = useRouter();
  const { path } = route;
  const asked = computed<Asked>(() =>
    Object.fromEntries(
      ['cursor', ...filters].map((name) => [name, String(route.query[name] ?? '')]),
    ),
  );
  const { data, state, problem, reload } = useLoad((signal) => load(asked.value, signal), {
    isEmpty: (page) => page.results.length === 0,
  });
  watch(
    () => JSON.stringify(asked.value),
    () => {
      if (route.path === path) void reload();
    },
  );

  const ask = (more: Asked) =>
    router.push({
      query: Object.fromEntries(
        Object.entries({ ...route.query, ...more }).filter(([, value]) => value),
      ),
    });

  return {
    asked,
    rows: computed(() => data.value?.results ?? []),
    next: computed(() => cursorOf(data.value?.next)),
    previous: computed(() => cursorOf(data.value?.previous)),
    state,
    problem,
    reload,
    turn: (cursor: string) => ask({ cursor }),
    filter: (name: string, value: string) => ask({ [name]: value, cursor: '' }),
  };
}

import { isProblem } from '@xiangzhan/core';
import { useLoad } from '@xiangzhan/ui/base';
import { computed, onScopeDispose, watch } from 'vue';

import { ordersApi } from './api';
import type { CartLine } from './cart';
import { cartGroups } from './cartRows';

const PAUSE_MS = 300;

/** Asks the server what the lines cost now; signed out the lines are shown as they were put in. */
export function useQuote(lines: () => readonly CartLine[]) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const wanted = computed(() =>
    lines().map(({ listing, quantity }) => ({ listing, quantity })),
  );
  const load = useLoad((signal) => ordersApi.quote(wanted.value, signal), { immediate: false });

  const signedOut = computed(
    () => isProblem(load.problem.value) && load.problem.value.status === 401,
  );
  const quote = computed(() => (load.problem.value ? null : load.data.value));
  const groups = computed(() => cartGroups(lines(), quote.value));
  const blocked = computed(() => groups.value.some((group) => group.rows.some((row) => row.blocked)));
  const goods = computed(() => groups.value.reduce((sum, group) => sum + group.goods, 0));
  /** A total is shown only when it belongs to exactly these lines. */
  const settled = computed(
    () =>
      !load.loading.value &&
      quote.value !== null &&
      JSON.stringify(quote.value.lines.map(({ listing, quantity }) => ({ listing, quantity }))) ===
        JSON.stringify(wanted.value),
  );

  function ask(): void {
    if (wanted.value.length) void load.reload();
  }

  watch(
    () => JSON.stringify(wanted.value),
    (_now, before) => {
      clearTimeout(timer);
      if (before === undefined) ask();
      else timer = setTimeout(ask, PAUSE_MS);
    },
    { immediate: true },
  );
  onScopeDispose(() => clearTimeout(timer));

  const { problem, loading, state, reload } = load;
  return { quote, groups, blocked, goods, settled, signedOut, problem, loading, state, reload };
}

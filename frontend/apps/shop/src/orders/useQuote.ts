import { isProblem } from '@xiangzhan/core';
import { useLoad } from '@xiangzhan/ui/base';
import { computed, onScopeDispose, watch } from 'vue';

import { ordersApi, type Wanted } from './api';
import type { CartLine } from './cart';
import { cartGroups } from './cartRows';

const PAUSE_MS = 300;

type Going = Omit<Wanted, 'lines'>;
const UNKNOWN: Going = { region: '', pick_up: false };

/** Asks the server what the lines cost now; signed out the lines are shown as they were put in. */
export function useQuote(lines: () => readonly CartLine[], going: () => Going = () => UNKNOWN) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const wanted = computed(() => ({
    lines: lines().map(({ listing, quantity }) => ({ listing, quantity })),
    ...going(),
  }));
  const asked = computed(() => JSON.stringify(wanted.value));
  const load = useLoad(
    async (signal) => {
      const of = asked.value;
      return { of, quote: await ordersApi.quote(wanted.value, signal) };
    },
    { immediate: false },
  );

  const signedOut = computed(
    () => isProblem(load.problem.value) && load.problem.value.status === 401,
  );
  const quote = computed(() => (load.problem.value ? null : (load.data.value?.quote ?? null)));
  const groups = computed(() => cartGroups(lines(), quote.value));
  const blocked = computed(() => groups.value.some((group) => group.rows.some((row) => row.blocked)));
  const goods = computed(() => groups.value.reduce((sum, group) => sum + group.goods, 0));
  /** A total is shown only when it belongs to exactly these lines and this address. */
  const settled = computed(
    () => !load.loading.value && quote.value !== null && load.data.value?.of === asked.value,
  );
  /** What no parcel can be sent to, in the server's words. */
  const outOfReach = computed(() => quote.value?.stations.find((one) => one.problem)?.problem ?? '');

  function ask(): void {
    if (wanted.value.lines.length) void load.reload();
  }

  watch(
    asked,
    (_now, before) => {
      clearTimeout(timer);
      if (before === undefined) ask();
      else timer = setTimeout(ask, PAUSE_MS);
    },
    { immediate: true },
  );
  onScopeDispose(() => clearTimeout(timer));

  const { problem, loading, state, reload } = load;
  return {
    quote, groups, blocked, outOfReach, goods, settled, signedOut, problem, loading, state, reload,
  };
}

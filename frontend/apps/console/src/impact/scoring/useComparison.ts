import { errorText } from '@xiangzhan/core';
import { useAction, useLoad } from '@xiangzhan/ui/base';
import { notify } from '@xiangzhan/ui/desktop';
import { computed, watch } from 'vue';
import { useRoute, useRouter } from 'vue-router';

import { todayText } from '../../backend/forms';
import { scoringApi } from './api';
import { lastOver } from './words';

/** The areas of one period beside each other; place and period stand in the address. */
export function useComparison() {
  const route = useRoute();
  const router = useRouter();
  const { path } = route;
  const asked = computed(() => ({
    parent: String(route.query.parent ?? ''), period: String(route.query.period ?? ''),
  }));
  const loaded = useLoad((signal) => scoringApi.comparison(asked.value, signal));
  watch(
    () => JSON.stringify(asked.value),
    () => {
      if (route.path === path) void loaded.reload();
    },
  );
  const addressOf = (parent: string) => ({ path, query: { ...route.query, parent } });
  const showPeriod = (period: string) => router.push({ query: { ...route.query, period } });
  const showCycle = (cycle: string) => showPeriod(lastOver(cycle, todayText()));
  const beginning = useAction((key: string) =>
    scoringApi.begin(loaded.data.value?.code ?? '', loaded.data.value?.period ?? '', key),
  );

  async function begin(): Promise<void> {
    const sheet = await beginning.run();
    if (sheet) await router.push(`/score-sheets/${sheet.uid}`);
    else if (beginning.problem.value) notify(errorText(beginning.problem.value), 'error');
  }

  return { ...loaded, addressOf, showPeriod, showCycle, begin, busy: beginning.busy };
}

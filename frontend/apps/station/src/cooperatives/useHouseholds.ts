import { parseScan } from '@xiangzhan/core';
import { beep, useLoad, useScan } from '@xiangzhan/ui/base';
import { onScopeDispose, ref, watch } from 'vue';

import { useDevice } from '../backend/device';
import { type Household, householdsApi } from './api';
import { t } from './messages.zh';

const RECENT = 'households';
const MOST_RECENT = 8;
const PAUSE_MS = 250;

/** The search of step 1: typed words, a scanned card, and the eight households of late. */
export function useHouseholds(onChosen: (household: Household) => void) {
  const device = useDevice();
  const typed = ref('');
  const recent = ref(device.read<Household[]>(RECENT) ?? []);
  const scanned = ref<{ good: boolean; words: string } | null>(null);
  let timer: ReturnType<typeof setTimeout> | undefined;

  const { data, state, problem, reload } = useLoad(
    (signal) => householdsApi.search(typed.value.trim(), signal),
    { isEmpty: (page) => page.results.length === 0, immediate: false },
  );

  watch(typed, (words) => {
    clearTimeout(timer);
    if (words.trim() === '') return;
    data.value = null;
    problem.value = null;
    timer = setTimeout(() => void search(), PAUSE_MS);
  });
  onScopeDispose(() => clearTimeout(timer));

  async function search(): Promise<void> {
    clearTimeout(timer);
    await reload();
    const code = parseScan(typed.value).code;
    const only = data.value?.results[0];
    if (data.value?.results.length === 1 && only?.card_no === code) choose(only);
  }

  function choose(household: Household): void {
    const others = recent.value.filter((one) => one.uid !== household.uid);
    recent.value = [household, ...others].slice(0, MOST_RECENT);
    device.keep(RECENT, recent.value);
    onChosen(household);
  }

  /** Enter takes the only match; with several the person chooses. */
  async function enter(): Promise<void> {
    if (typed.value.trim() === '') return;
    await search();
    const results = data.value?.results ?? [];
    if (results.length === 1 && results[0]) choose(results[0]);
  }

  async function take(code: string): Promise<void> {
    typed.value = code;
    await search();
    const found = data.value?.results.some((one) => one.card_no === code) ?? false;
    if (!found && !problem.value) say(false, t('receive.no_card', { code }));
  }

  function say(good: boolean, words: string): void {
    scanned.value = { good, words };
    beep(good);
  }

  useScan((scan, repeated) => {
    if (repeated) return;
    if (scan.kind !== 'household') {
      say(false, t('receive.not_card', { code: scan.code }));
      return;
    }
    say(true, scan.code);
    void take(scan.code);
  });

  return { typed, data, state, problem, recent, scanned, reload, choose, enter };
}

import { parseScan, type Scan } from '@xiangzhan/core';
import { beep, useScan } from '@xiangzhan/ui/base';
import { computed, ref } from 'vue';

import { useDevice } from '../backend/device';
import { useLocal } from '../backend/lists';
import { useOutbox } from '../backend/useOutbox';
import type { LocalHousehold } from './api';
import { findHouseholds, householdByCard } from './finding';
import { withHomes } from './homeKind';
import { householdList } from './local';
import { t } from './messages.zh';

const RECENT = 'households';
const MOST_RECENT = 8;

/** Step 1: typed words and scanned cards find a household among those the device holds. */
export function useHouseholds(onChosen: (household: LocalHousehold) => void) {
  const device = useDevice();
  const local = useLocal(householdList, { isEmpty: (rows) => rows.length === 0 });
  const typed = ref('');
  const recent = ref(device.read<LocalHousehold[]>(RECENT) ?? []);
  const scanned = ref<{ good: boolean; words: string } | null>(null);
  const outbox = useOutbox();
  const all = computed(() => withHomes(local.data.value ?? [], outbox.items, local.fetchedAt.value));
  const found = computed(() => findHouseholds(all.value, typed.value));

  function choose(household: LocalHousehold): void {
    const others = recent.value.filter((one) => one.uid !== household.uid);
    recent.value = [household, ...others].slice(0, MOST_RECENT);
    device.keep(RECENT, recent.value);
    onChosen(household);
  }

  /** Enter takes the only match; with several the person chooses. */
  function enter(): void {
    const [only, ...others] = found.value;
    if (only && others.length === 0) choose(only);
  }

  function say(good: boolean, words: string): void {
    scanned.value = { good, words };
    beep(good);
  }

  function take(code: string): void {
    const household = householdByCard(local.data.value ?? [], code);
    say(household !== undefined, household ? code : t('receive.no_card', { code }));
    if (household) choose(household);
  }

  function takeScan(scan: Scan): void {
    if (scan.kind === 'household') take(scan.code);
    else say(false, t('receive.not_card', { code: scan.code }));
  }

  useScan((scan, repeated) => {
    if (!repeated) takeScan(scan);
  });
  const onCamera = (text: string): void => takeScan(parseScan(text));

  /** A whole card number typed by hand needs no further tap. */
  function onTyped(words: string): void {
    typed.value = words;
    const scan = parseScan(words);
    const whole = scan.kind === 'household' ? householdByCard(local.data.value ?? [], scan.code) : null;
    if (whole) choose(whole);
  }

  return { typed, onTyped, onCamera, all, found, local, recent, scanned, choose, enter };
}

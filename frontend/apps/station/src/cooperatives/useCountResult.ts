import { formatWeight, type Grams, newUuid } from '@xiangzhan/core';
import { useLoad } from '@xiangzhan/ui/base';
import { computed } from 'vue';

import { useOutbox } from '../backend/useOutbox';
import { t } from './messages.zh';
import { shelfApi, type StockCount } from './shelfApi';
import { type CountBody, MOVE, type MoveBody } from './shelfKinds';

export function varianceWords(gap: Grams): string {
  if (gap === 0) return t('count.even');
  return t(gap > 0 ? 'count.missing' : 'count.surplus', { weight: formatWeight(Math.abs(gap), '斤') });
}

/** A count against the books, once the server has it; until then what was written down. */
export function useCountResult(uid: string) {
  const outbox = useOutbox();
  const item = computed(() => outbox.byUid(uid) ?? null);
  const answer = computed(() => item.value?.answer as StockCount | null | undefined);
  const load = useLoad<StockCount | null>(async (signal) => {
    if (item.value && item.value.state !== 'sent') return null;
    return answer.value ?? shelfApi.count(uid, signal);
  });
  const count = computed(() => answer.value ?? load.data.value ?? null);
  const waiting = computed(() => (item.value && !count.value ? (item.value.body as CountBody).lines : []));
  const written = computed(() => new Set(
    outbox.items
      .filter((one) => one.kind === MOVE && one.state !== 'withdrawn')
      .map((one) => (one.body as MoveBody).lot),
  ));

  /** What is missing is written off by a person, never by the count itself. */
  async function writeOff(lot: string, weight_g: Grams): Promise<void> {
    const body: MoveBody = { lot, kind: 'waste', cause: 'short', weight_g };
    const title = t('move.title', { lot, weight: formatWeight(weight_g, '斤') });
    await outbox.add(() => Promise.resolve([{ uid: newUuid(), kind: MOVE, title, body }]));
  }

  // What this device wrote down can be read before anything was loaded.
  const state = computed(() => (waiting.value.length || answer.value ? 'ready' : load.state.value));
  return { item, count, waiting, written, writeOff, state, problem: load.problem, reload: load.reload };
}

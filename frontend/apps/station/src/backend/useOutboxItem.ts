import { aheadOf, isOffline, isProblem, type OutboxItem, waitingFor } from '@xiangzhan/core';
import { computed, ref } from 'vue';

import { kindOf } from './kinds';
import { useLines } from './lines';
import { t } from './messages.zh';
import { useOutbox } from './useOutbox';

/** What a person can do in words, from the reason of a refusal. */
function nextStepOf(item: OutboxItem): string {
  const { problem } = item;
  if (!problem) return '';
  if (problem.code === 'clock_wrong' || 'sent_at' in problem.fields) return t('next.clock');
  return problem.status >= 400 && problem.status < 500 ? t('next.edit') : t('next.server');
}

/** One record of the outbox with everything a person may do about it. */
export function useOutboxItem(uid: string) {
  const outbox = useOutbox();
  const lines = useLines();
  const item = computed(() => outbox.byUid(uid) ?? null);
  const kind = computed(() => kindOf(item.value?.kind ?? ''));
  const note = ref('');
  const busy = ref(false);
  /** The record that must arrive first, while it has not; a refused one before one on its way. */
  const ahead = computed(() => {
    if (item.value?.state !== 'queued') return null;
    const first = aheadOf(item.value).map(outbox.byUid).filter((one) => one && one.state !== 'sent');
    return first.find((one) => one?.state === 'attention') ?? first[0] ?? null;
  });
  const nextStep = computed(() => (item.value ? nextStepOf(item.value) : ''));
  const foreign = computed(
    () => item.value !== null && item.value.state === 'queued' && lines.lineOf(item.value.owner.hat) === null,
  );

  /** True when the server certainly does not have it; else it is told, and nothing is touched. */
  async function isFree(): Promise<boolean> {
    const own = item.value;
    if (!own?.may_have_arrived) return true;
    const line = lines.lineOf(own.owner.hat);
    if (!line || !kind.value?.look) return false;
    try {
      const answer = await kind.value.look(uid, line);
      await outbox.apply(uid, { type: 'stored', answer, at: new Date().toISOString() });
      note.value = t('item.found');
      return false;
    } catch (error) {
      if (isProblem(error) && error.status === 404) {
        await outbox.apply(uid, { type: 'missing' });
        return true;
      }
      note.value = isOffline(error) ? t('item.ask_first') : t('run.failed');
      return false;
    }
  }

  async function once(deed: () => Promise<void>): Promise<void> {
    if (busy.value) return;
    busy.value = true;
    note.value = '';
    await deed().finally(() => (busy.value = false));
  }

  const retry = () =>
    once(async () => {
      await outbox.apply(uid, { type: 'queue' });
      await outbox.sendAll();
    });
  /** Nothing is taken away from under what waits for it. */
  const withdraw = (reason: string) =>
    once(async () => {
      const [first, ...others] = waitingFor(outbox.items, uid);
      if (first) note.value = t('item.waited_for', { title: first.title, count: others.length + 1 });
      else if (await isFree()) await outbox.apply(uid, { type: 'withdraw', reason });
    });
  /** The server's version holds; ours stays readable here. */
  const takeTheirs = () =>
    once(async () => {
      const answer = item.value?.other;
      await outbox.apply(uid, { type: 'stored', answer, at: new Date().toISOString() });
    });

  return { item, kind, note, busy, nextStep, foreign, ahead, isFree, retry, withdraw, takeTheirs };
}

import { newUuid } from '@xiangzhan/core';
import { useLoad } from '@xiangzhan/ui/base';
import { computed, ref, shallowRef, watch } from 'vue';

import { useDevice } from '../backend/device';
import { savingProblem } from '../backend/problems';
import { useOutbox } from '../backend/useOutbox';
import { receiptsApi } from './api';
import { t } from './messages.zh';
import { VOID, type VoidBody } from './shelfKinds';
import { slipOfItem, slipOfReceipt } from './useReceipt';

type Standing = 'open' | 'approved' | 'returned' | 'rejected' | 'voided';
const CLOSED: Standing[] = ['open', 'approved'];

/** A receipt the server has is not changed: its voiding is asked for and a second person decides. */
export function useVoid(uid: string) {
  const outbox = useOutbox();
  const device = useDevice();
  const { data, state, problem, reload } = useLoad((signal) => receiptsApi.one(uid, undefined, signal));
  const reason = ref(device.read<string>(`void/${uid}`) ?? '');
  watch(reason, (words) => device.keep(`void/${uid}`, words));
  const tried = ref(false);
  const saving = shallowRef<unknown>(null);

  const slip = computed(() => {
    const item = outbox.byUid(uid);
    if (item) return slipOfItem(item);
    return data.value ? slipOfReceipt(data.value) : null;
  });
  const asked = computed(() =>
    outbox.items.find(
      (item) => item.kind === VOID && !['sent', 'withdrawn'].includes(item.state) && (item.body as VoidBody).receipt === uid,
    ) ?? null,
  );
  const standing = computed(() => (data.value?.void_request?.state ?? null) as Standing | null);
  const words = computed(() => {
    if (asked.value) return asked.value.problem?.words ?? t('void.queued');
    const comment = data.value?.void_request?.comment ?? '';
    return standing.value ? t(`void.${standing.value}`, { comment }) : '';
  });
  const mayAsk = computed(() => !asked.value && !(standing.value && CLOSED.includes(standing.value)));
  const complaint = computed(() => (tried.value && reason.value.trim().length < 2 ? t('void.short') : undefined));
  watch(() => outbox.counts.sent, () => void reload());

  async function ask(): Promise<void> {
    tried.value = true;
    if (complaint.value || !slip.value || !mayAsk.value) return;
    const title = `${slip.value.household_name} ${slip.value.goods} ${slip.value.code}`;
    const body: VoidBody = { receipt: uid, title, reason: reason.value.trim() };
    try {
      await outbox.add(() =>
        Promise.resolve([{ uid: newUuid(), kind: VOID, title: t('void.title', { title }), body }]),
      );
      device.drop(`void/${uid}`);
    } catch (error) {
      saving.value = savingProblem(error);
    }
  }

  return { slip, state, problem, reload, reason, asked, words, mayAsk, complaint, ask, saving };
}

import { causeText } from '@xiangzhan/core';
import { useAction, useLoad } from '@xiangzhan/ui/base';
import { askConfirm, askReason, notify } from '@xiangzhan/ui/desktop';
import { computed } from 'vue';

import { yuanText } from '../backend/words';
import { claimsApi } from './api';

/** One claim and the word of the person whose turn it is. */
export function useClaim(uid: string) {
  const loaded = useLoad((signal) => claimsApi.one(uid, signal));
  const deciding = useAction((key: string, verdict: string, comment: string) =>
    claimsApi.decide(uid, { verdict, comment, digest: loaded.data.value?.digest ?? '' }, key),
  );
  const withdrawing = useAction((key: string) => claimsApi.withdraw(uid, key));
  const complaint = computed(() => {
    const problem = deciding.problem.value ?? withdrawing.problem.value;
    return problem ? causeText(problem) : '';
  });

  async function agree(): Promise<void> {
    const amount = yuanText(loaded.data.value?.amount ?? null);
    const sure = await askConfirm({
      title: '同意退款',
      message: `同意后向买家退 ${amount}，各农户按来源份额冲减。`,
      confirmText: '同意退款',
    });
    if (sure && (await deciding.run('approve', ''))) await done('已同意');
  }

  async function refuse(): Promise<void> {
    const reason = await askReason({
      title: '不同意退款',
      message: '请写明原因，买家会看到这段话。',
      confirmText: '不同意',
    });
    if (reason && (await deciding.run('reject', reason))) await done('已告知买家');
  }

  async function withdraw(): Promise<void> {
    const sure = await askConfirm({
      title: '撤回申请',
      message: '撤回后这笔售后不再处理，需要时可以重新提出。',
      confirmText: '撤回',
    });
    if (sure && (await withdrawing.run())) await done('已撤回');
  }

  async function done(words: string): Promise<void> {
    notify(words);
    await loaded.reload();
  }

  const busy = computed(() => deciding.busy.value || withdrawing.busy.value);
  return { ...loaded, agree, refuse, withdraw, busy, complaint };
}

import { errorText } from '@xiangzhan/core';
import { useAction, useLoad } from '@xiangzhan/ui/base';
import { askConfirm, askReason, notify } from '@xiangzhan/ui/desktop';
import { computed } from 'vue';

import { yuanText } from '../backend/words';
import { type RunDeed, settlingApi } from './settlingApi';

interface Deed {
  label: string;
  message: string;
  done: string;
  reason?: boolean;
  danger?: boolean;
}

/** What the accountant may do in each state; the server is the authority. */
export const DEEDS: Readonly<Record<RunDeed, Deed>> = {
  calculate: { label: '重新计算', message: '按现在没有结算过的明细重新计算；手工排除的仍然排除。', done: '已重新计算' },
  submit: { label: '提交复核', message: '提交后明细锁定，由理事长复核，再公示 5 天。', done: '已提交，等待理事长复核' },
  post: { label: '过账', message: '过账后不能再改，更正只能在下次结算中冲正。', done: '已过账，可以付款' },
  cancel: { label: '作废', message: '作废后这些明细可以由下一张结算单计入。', done: '已作废', reason: true, danger: true },
  'take-back': { label: '退回重算', message: '退回后需要重新计算、复核和公示。', done: '已退回', reason: true, danger: true },
};
const IN_STATE: Readonly<Record<string, readonly RunDeed[]>> = {
  draft: ['calculate', 'cancel'],
  calculated: ['submit', 'calculate', 'cancel'],
  returned: ['calculate', 'cancel'],
  approved: ['post', 'take-back'],
};

export function deedsOf(state: string, canMake: boolean): readonly RunDeed[] {
  return canMake ? (IN_STATE[state] ?? []) : [];
}

/** One run: what it comes to, and the deeds of those whose turn it is. */
export function useSettlement(uid: string) {
  const loaded = useLoad((signal) => settlingApi.one(uid, signal));
  const doing = useAction((key: string, deed: RunDeed, reason: string) => settlingApi.deed(uid, deed, reason, key));
  const deciding = useAction((key: string, verdict: string, comment: string) =>
    settlingApi.decide(uid, { verdict, comment, digest: loaded.data.value?.digest ?? '' }, key),
  );
  const complaint = computed(() => {
    const problem = doing.problem.value ?? deciding.problem.value;
    return problem ? errorText(problem) : '';
  });
  const deeds = computed(() => deedsOf(loaded.data.value?.state ?? '', loaded.data.value?.can_make ?? false));

  async function done(words: string): Promise<void> {
    notify(words);
    await loaded.reload();
  }

  async function act(deed: RunDeed): Promise<void> {
    const { label, message, done: words, reason } = DEEDS[deed];
    const question = { title: label, message, confirmText: label };
    const said = reason ? await askReason(question) : await askConfirm(question);
    if (said && (await doing.run(deed, typeof said === 'string' ? said : ''))) await done(words);
  }

  async function agree(): Promise<void> {
    const sure = await askConfirm({
      title: '同意',
      message: `应付合计 ${yuanText(loaded.data.value?.payable ?? null)}。同意的是现在显示的这些明细，有任何改动签字即作废。`,
      confirmText: '同意',
    });
    if (sure && (await deciding.run('approve', ''))) await done('已同意');
  }

  async function giveBack(): Promise<void> {
    const reason = await askReason({ title: '退回修改', message: '请写明要改什么，会计会看到这段话。', confirmText: '退回' });
    if (reason && (await deciding.run('return', reason))) await done('已退回会计');
  }

  const busy = computed(() => doing.busy.value || deciding.busy.value);
  return { ...loaded, deeds, act, agree, giveBack, busy, complaint };
}

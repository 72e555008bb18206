import { errorText } from '@xiangzhan/core';
import { useAction, useLoad } from '@xiangzhan/ui/base';
import { askConfirm, notify } from '@xiangzhan/ui/desktop';
import { useSession } from '@xiangzhan/ui/session';
import { computed } from 'vue';

import { type Step, surplusApi } from './surplusApi';

const QUESTIONS: Record<Step, { title: string; message: string; confirmText: string; done: string }> = {
  submit: {
    title: '提交审批', message: '提交后由理事长和监事依次审批，方案内容不能再改。',
    confirmText: '提交', done: '已提交，等待理事长审批',
  },
  cancel: {
    title: '取消草案', message: '取消后这份草案作废，可以重新起草。',
    confirmText: '取消草案', done: '已取消',
  },
  post: {
    title: '入账', message: '入账后各户应得金额记入账本、本年公积金记入成员账户，不能撤回。',
    confirmText: '入账', done: '已入账，可以安排付款',
  },
};

/** One year's surplus and the step that this hat may take now. */
export function useSurplus(uid: string) {
  const loaded = useLoad((signal) => surplusApi.one(uid, signal));
  const session = useSession();
  const stepping = useAction((key: string, step: Step) => surplusApi.step(uid, step, key));
  const opening = useAction((key: string) => surplusApi.minutes(uid, key));
  const steps = computed<Step[]>(() => {
    const { state, made_by_me } = loaded.data.value ?? {};
    if (state === 'draft' && session.role === 'CA') return ['submit', 'cancel'];
    return state === 'resolved' && session.role === 'CM' && !made_by_me ? ['post'] : [];
  });
  const resolves = computed(() => loaded.data.value?.state === 'notice' && session.role === 'CA');
  const complaint = computed(() => {
    const problem = stepping.problem.value ?? opening.problem.value;
    return problem ? errorText(problem) : '';
  });

  async function take(step: Step): Promise<void> {
    const { done, ...question } = QUESTIONS[step];
    if (!(await askConfirm(question)) || !(await stepping.run(step))) return;
    notify(done);
    await loaded.reload();
  }

  async function openMinutes(): Promise<void> {
    const link = await opening.run();
    if (link) window.location.assign(link.url);
  }

  const titleOf = (step: Step) => QUESTIONS[step].title;
  return { ...loaded, steps, resolves, complaint, take, titleOf, openMinutes, busy: stepping.busy };
}

import { errorText, isProblem } from '@xiangzhan/core';
import { useAction, useLoad } from '@xiangzhan/ui/base';
import { askReason, notify } from '@xiangzhan/ui/desktop';
import { computed, ref } from 'vue';
import { useRoute, useRouter } from 'vue-router';

import { registerApi } from './registerApi';

/** A household opens its own file without a reason. */
export const OWN = '本户查看';
export const PURPOSES = ['日常走访', '核对档案信息', '办理变更申请', '处理群众诉求'] as const;

/** One file, opened for a reason that the household reads; `on` shows it as it was on a day. */
export function useHousehold(uid: string) {
  const route = useRoute();
  const router = useRouter();
  const purpose = ref('');
  const on = computed(() => String(route.query.on ?? ''));
  const file = useLoad(
    (signal) => registerApi.file(uid, { purpose: purpose.value, on: on.value }, signal),
    { immediate: false },
  );

  function open(why: string): void {
    purpose.value = why;
    void file.reload();
  }

  async function showDay(day: string): Promise<void> {
    await router.replace({ query: day ? { on: day } : {} });
    await file.reload();
  }

  return { file, purpose, on, open, showDay, ...useReveal(uid) };
}

function useReveal(uid: string) {
  const shown = ref<Record<string, string>>({});
  const revealing = useAction((key: string, body: object) => registerApi.reveal(uid, body, key));
  const proving = useAction((key: string, code: string) => registerApi.stepUp(code, key));

  /** Opens one value for one reason; the second factor is asked for again where it is due. */
  async function reveal(field: string, member = ''): Promise<void> {
    const reason = await askReason({
      title: '查看原值',
      message: '请写明查看原因，本户可以看到是谁、何时、为什么查看。',
      confirmText: '查看这一项',
    });
    if (!reason) return;
    const body = { field, member, reason };
    let found = await revealing.run(body);
    if (!found && needsStepUp(revealing.problem.value) && (await prove())) {
      found = await revealing.run(body);
    }
    if (found) shown.value = { ...shown.value, [member || field]: found.value };
    else if (revealing.problem.value) notify(errorText(revealing.problem.value), 'error');
  }

  async function prove(): Promise<boolean> {
    const code = await askReason({
      title: '再次验证',
      message: '查看原值前请输入动态验证码，5 分钟内有效。',
      confirmText: '验证',
    });
    if (!code) return false;
    await proving.run(code);
    if (proving.problem.value) notify(errorText(proving.problem.value), 'error');
    return !proving.problem.value;
  }

  return { shown, reveal };
}

function needsStepUp(problem: unknown): boolean {
  return isProblem(problem) && problem.code === 'step_up_required';
}

import { causeText, isProblem } from '@xiangzhan/core';
import { useAction, useLoad } from '@xiangzhan/ui/base';
import { askReason, notify } from '@xiangzhan/ui/desktop';
import { useSession } from '@xiangzhan/ui/session';
import { computed, ref } from 'vue';
import { useRoute, useRouter } from 'vue-router';

import { registerApi } from './registerApi';

/** A household opens its own file without a reason. */
export const OWN = '本户查看';
export const PURPOSES = ['日常走访', '核对档案信息', '办理变更申请', '处理群众诉求'] as const;

const WHY = {
  title: '查看原值',
  message: '请写明查看原因，本户可以看到是谁、何时、为什么查看。',
  confirmText: '查看这一项',
};
const SECOND = '审计查看原值须另一名审计员或县级干部同意。请写明原因，审批人和本户都会看到。';

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
  const audits = useSession().role === 'AU';
  const shown = ref<Record<string, string>>({});
  const revealing = useAction((key: string, body: object) => registerApi.reveal(uid, body, key));
  const asking = useAction((key: string, body: object) => registerApi.askReveal(uid, body, key));
  const proving = useAction((key: string, code: string) => registerApi.stepUp(code, key));

  /** Opens one value for one reason; the second factor is asked for again where it is due. */
  async function reveal(field: string, member = ''): Promise<void> {
    // An auditor's reason is the one that the second person has agreed to.
    const reason = audits ? '' : await askReason(WHY);
    if (reason === null) return;
    const found = await look({ field, member, reason });
    if (found) shown.value = { ...shown.value, [member || field]: found.value };
    else if (has(revealing.problem.value, 'second_person_needed')) await askSecond(field, member);
    else if (revealing.problem.value) notify(causeText(revealing.problem.value), 'error');
  }

  async function look(body: object) {
    const found = await revealing.run(body);
    const again = !found && has(revealing.problem.value, 'step_up_required');
    return again && (await prove()) ? revealing.run(body) : found;
  }

  async function askSecond(field: string, member: string): Promise<void> {
    const reason = await askReason({ ...WHY, message: SECOND, confirmText: '提出申请' });
    if (!reason) return;
    if (await asking.run({ field, member, reason })) notify('已提出，同意后 24 小时内再点一次即可查看');
    else if (asking.problem.value) notify(causeText(asking.problem.value), 'error');
  }

  async function prove(): Promise<boolean> {
    const code = await askReason({
      title: '再次验证',
      message: '查看原值前请输入动态验证码，5 分钟内有效。',
      confirmText: '验证',
    });
    if (!code) return false;
    await proving.run(code);
    if (proving.problem.value) notify(causeText(proving.problem.value), 'error');
    return !proving.problem.value;
  }

  return { shown, reveal };
}

function has(problem: unknown, code: string): boolean {
  return isProblem(problem) && problem.code === code;
}

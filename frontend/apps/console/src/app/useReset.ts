import { errorText, isMobile, isProblem } from '@xiangzhan/core';
import { useAction } from '@xiangzhan/ui/base';
import { sessionApi } from '@xiangzhan/ui/session';
import { computed, reactive, ref } from 'vue';

/** A new password by a code on the mobile: households and operators, without an administrator. */
export function useReset(onDone: () => void) {
  const form = reactive({ mobile: '', code: '', password: '' });
  const sent = ref(false);
  const demoCode = ref<string | null>(null);
  const sending = useAction((_key: string) => sessionApi.sendResetCode(form.mobile));
  const setting = useAction(async (_key: string) => {
    await sessionApi.resetPassword({ ...form });
    return true;
  });
  const problem = computed(() => setting.problem.value ?? sending.problem.value);

  async function sendCode(): Promise<void> {
    const answer = await sending.run();
    if (!answer) return;
    sent.value = true;
    demoCode.value = answer.demo_code;
  }

  return {
    form, sent, demoCode, sendCode,
    canSend: computed(() => isMobile(form.mobile) && !sending.busy.value),
    fields: computed(() => (isProblem(problem.value) ? problem.value.fields : {})),
    complaint: computed(() => (problem.value ? errorText(problem.value) : '')),
    busy: setting.busy,
    submit: async () => (await setting.run()) && onDone(),
  };
}

import { errorText, isMobile, isProblem } from '@xiangzhan/core';
import { useAction } from '@xiangzhan/ui/base';
import { sessionApi, useSession } from '@xiangzhan/ui/session';
import { computed, reactive, ref } from 'vue';

import { TERMS_VERSION } from './terms';

export function useSignUp(onDone: () => void) {
  const session = useSession();
  const form = reactive({ mobile: '', code: '', name: '', password: '', agreed: false });
  const sent = ref(false);
  const demoCode = ref<string | null>(null);

  const sending = useAction((_key: string) => sessionApi.sendSignUpCode(form.mobile));
  const joining = useAction(async (_key: string) => {
    await sessionApi.signUp({ ...form, agreed: form.agreed ? TERMS_VERSION : '' });
    await session.refresh();
    return true;
  });

  const canSend = computed(() => isMobile(form.mobile) && !sending.busy.value);
  const problem = computed(() => joining.problem.value ?? sending.problem.value);
  const fields = computed(() => (isProblem(problem.value) ? problem.value.fields : {}));
  const complaint = computed(() => (problem.value ? errorText(problem.value) : ''));

  async function sendCode(): Promise<void> {
    const answer = await sending.run();
    if (!answer) return;
    sent.value = true;
    demoCode.value = answer.demo_code;
  }

  async function submit(): Promise<void> {
    if (!(await joining.run())) return;
    if (!session.signedIn) {
      await session.signIn({ username: form.mobile, password: form.password });
    }
    onDone();
  }

  return { form, sent, demoCode, canSend, fields, complaint, busy: joining.busy, sendCode, submit };
}

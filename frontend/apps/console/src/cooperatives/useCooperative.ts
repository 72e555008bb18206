import { errorText } from '@xiangzhan/core';
import { useAction, useLoad } from '@xiangzhan/ui/base';
import { askReason, notify } from '@xiangzhan/ui/desktop';
import { useSession } from '@xiangzhan/ui/session';
import { computed, ref } from 'vue';

import { registerApi } from './registerApi';

/** A cooperative, who enrols its members, and who agrees to its registration. */
export function useCooperative(uid: string) {
  const loaded = useLoad((signal) => registerApi.cooperative(uid, signal));
  const session = useSession();
  const deciding = useAction((key: string, body: object) => registerApi.decideCooperative(uid, body, key));
  const complaint = computed(() => (deciding.problem.value ? errorText(deciding.problem.value) : ''));
  const waits = computed(() => loaded.data.value?.status === 'submitted' && session.role === 'TO');
  const mayEnrol = computed(
    () => loaded.data.value?.status === 'registered' && session.role === 'CM',
  );
  const enrolling = ref(false);

  async function decide(verdict: 'approve' | 'return'): Promise<void> {
    const comment = verdict === 'approve' ? '' : await askReason({
      title: '退回登记', message: '请写明要改什么。', confirmText: '退回登记',
    });
    if (comment === null) return;
    await deciding.run({ verdict, comment });
    if (deciding.problem.value) return;
    notify(verdict === 'approve' ? '已同意登记' : '已退回');
    await loaded.reload();
  }

  return { ...loaded, waits, mayEnrol, enrolling, decide, complaint, busy: deciding.busy };
}

import { causeText } from '@xiangzhan/core';
import { useAction } from '@xiangzhan/ui/base';
import { askReason, notify } from '@xiangzhan/ui/desktop';
import { computed } from 'vue';

/** A deed on one row that asks why, says what went wrong, and says when it is done. */
export function useDeed(deed: (uid: string, reason: string, key: string) => Promise<unknown>) {
  const { run, busy, problem } = useAction(
    async (key: string, uid: string, reason: string) => {
      await deed(uid, reason, key);
      return true;
    },
  );
  const complaint = computed(() => (problem.value ? causeText(problem.value) : ''));

  async function ask(
    uid: string,
    question: { title: string; message: string; confirmText: string },
    done: string,
    reload: () => Promise<void> | void,
  ): Promise<void> {
    const reason = await askReason(question);
    if (reason && (await run(uid, reason))) {
      notify(done);
      await reload();
    } else if (complaint.value) notify(complaint.value, 'error');
  }

  return { ask, busy, complaint };
}

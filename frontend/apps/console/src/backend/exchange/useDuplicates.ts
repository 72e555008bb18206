import { errorText } from '@xiangzhan/core';
import { useAction } from '@xiangzhan/ui/base';
import { askReason, notify } from '@xiangzhan/ui/desktop';
import { useSession } from '@xiangzhan/ui/session';
import { computed } from 'vue';

import { usePages } from '../usePages';
import { type Case, exchangeApi } from './api';
import { GIVES_BACK } from './messages.zh';

/** Likely duplicates within reach; the village proposes, the others agree. */
export function useDuplicates() {
  const session = useSession();
  const pages = usePages<Case>(exchangeApi.cases, ['state', 'batch']);
  const deed = useAction((key: string, uid: string, step: 'propose' | 'decide', body: object) =>
    exchangeApi.caseStep(uid, step, body, key),
  );

  async function run(uid: string, step: 'propose' | 'decide', body: object, words: string) {
    if (!(await deed.run(uid, step, body))) return;
    notify(words);
    await pages.reload();
  }

  async function decide(one: Case, verdict: 'approve' | 'return'): Promise<void> {
    const question = { title: '退回', message: GIVES_BACK, confirmText: '退回' };
    const comment = verdict === 'approve' ? '' : await askReason(question);
    if (comment === null) return;
    const digest = one.approval?.digest ?? '';
    await run(one.uid, 'decide', { verdict, comment, digest }, '已办理');
  }

  return {
    ...pages,
    mayPropose: computed(() => session.role === 'PS'),
    propose: (uid: string, verdict: 'same' | 'different', reason: string) =>
      run(uid, 'propose', { verdict, reason }, '已提交判定'),
    decide,
    busy: deed.busy,
    complaint: computed(() => (deed.problem.value ? errorText(deed.problem.value) : '')),
  };
}

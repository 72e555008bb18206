import { causeText } from '@xiangzhan/core';
import { useAction, useLoad } from '@xiangzhan/ui/base';
import { askConfirm, askReason, notify } from '@xiangzhan/ui/desktop';
import { computed, shallowRef, watch } from 'vue';

import { type Approval, approvalsApi } from './approvals';
import type { InboxKinds, Secret, Verdict } from './inbox';
import { usePages } from './usePages';

/** What waits for this person, and the exact content of the one that is chosen. */
export function useInbox(kinds: InboxKinds) {
  const pages = usePages<Approval>(approvalsApi.waiting, ['show']);
  const chosen = shallowRef<Approval | null>(null);
  const known = computed(() => (chosen.value ? kinds[chosen.value.object_kind] : undefined));
  const kind = computed(() => (known.value && 'view' in known.value ? known.value : undefined));
  const link = computed(() => (known.value && 'link' in known.value ? known.value : undefined));
  const content = useLoad(
    (signal) => kind.value?.load(chosen.value?.object_uid ?? '', signal) ?? Promise.resolve(null),
    { immediate: false },
  );

  function choose(approval: Approval): void {
    chosen.value = approval;
    content.data.value = null;
    if (kind.value) void content.reload();
  }

  watch(pages.rows, (rows) => {
    const first = rows.find((row) => row.uid === chosen.value?.uid) ?? rows[0];
    if (first) choose(first);
    else chosen.value = null;
  });

  return { ...pages, chosen, choose, kind, link, content, ...useDecision(chosen, content.data, pages.reload) };
}

function useDecision(
  chosen: { value: Approval | null },
  shown: { value: unknown },
  reload: () => Promise<void>,
) {
  const sending = useAction(
    (key: string, verdict: Verdict, uid: string, reason: string, content: unknown) =>
      verdict.send(uid, reason, key, content),
  );
  const secret = shallowRef<Secret | null>(null);
  const complaint = computed(() => (sending.problem.value ? causeText(sending.problem.value) : ''));

  async function decide(verdict: Verdict): Promise<void> {
    const one = chosen.value;
    if (!one) return;
    const question = { title: verdict.label, message: verdict.explain, confirmText: verdict.label };
    const reason = verdict.reason ? await askReason(question) : '';
    if (reason === null || (!verdict.reason && !(await askConfirm(question)))) return;
    const answer = await sending.run(verdict, one.object_uid, reason, shown.value);
    if (answer === undefined) return;
    secret.value = verdict.secret?.(answer) ?? null;
    notify(verdict.done);
    await reload();
  }

  return { decide, secret, busy: sending.busy, complaint };
}

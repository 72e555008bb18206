import { errorText } from '@xiangzhan/core';
import { useAction, useLoad } from '@xiangzhan/ui/base';
import { askConfirm, askReason, notify } from '@xiangzhan/ui/desktop';
import { computed, shallowRef, watch } from 'vue';

import { type Approval, approvalsApi } from '../backend/approvals';
import { usePages } from '../backend/usePages';
import { cooperativesApi } from './api';

/** What waits for this person, and the exact content of the one that is chosen. */
export function useInbox() {
  const pages = usePages<Approval>(approvalsApi.open);
  const chosen = shallowRef<Approval | null>(null);
  const preview = useLoad(
    (signal) => cooperativesApi.listing(chosen.value?.object_uid ?? '', signal),
    { immediate: false },
  );

  function choose(approval: Approval): void {
    chosen.value = approval;
    preview.data.value = null;
    if (isListing(approval)) void preview.reload();
  }

  watch(pages.rows, (rows) => {
    const first = rows.find((row) => row.uid === chosen.value?.uid) ?? rows[0];
    if (first) choose(first);
    else chosen.value = null;
  });

  return { ...pages, chosen, choose, preview, ...useDecision(chosen, pages.reload) };
}

function useDecision(chosen: { value: Approval | null }, reload: () => Promise<void>) {
  const releasing = useAction((key: string, uid: string) => cooperativesApi.release(uid, key));
  const returning = useAction((key: string, uid: string, reason: string) =>
    cooperativesApi.giveBack(uid, reason, key),
  );
  const busy = computed(() => releasing.busy.value || returning.busy.value);
  const refused = computed(() => releasing.problem.value ?? returning.problem.value);
  const complaint = computed(() => (refused.value ? errorText(refused.value) : ''));

  async function release(): Promise<void> {
    const one = chosen.value;
    if (!one) return;
    const sure = await askConfirm({
      title: '放行上架',
      message: `放行后买家立即可以购买“${one.title}”。`,
      confirmText: '放行上架',
    });
    if (sure && (await releasing.run(one.object_uid))) await done('已放行，商品已上架');
  }

  async function giveBack(): Promise<void> {
    const one = chosen.value;
    if (!one) return;
    const reason = await askReason({
      title: '退回修改',
      message: '请写明要改什么，服务站会看到这段话。',
      confirmText: '退回修改',
    });
    if (reason && (await returning.run(one.object_uid, reason))) await done('已退回服务站修改');
  }

  async function done(words: string): Promise<void> {
    notify(words);
    await reload();
  }

  return { release, giveBack, busy, complaint };
}

export function isListing(approval: Approval): boolean {
  return approval.object_kind === 'listing';
}

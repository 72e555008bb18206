import { errorText } from '@xiangzhan/core';
import { useAction, useLoad } from '@xiangzhan/ui/base';
import { askReason, notify } from '@xiangzhan/ui/desktop';
import { computed, shallowRef, watch } from 'vue';

import { type Approval, approvalsApi } from './approvals';
import { deskApi } from './desk';
import { usePages } from './usePages';

/** Kinds whose app serves its content in the shared shape; the others have pages of their own. */
const KINDS: readonly string[] = ['assignment', 'password_reset'];

async function openHere(query: Record<string, string>, signal: AbortSignal) {
  const page = await approvalsApi.open({ page_size: '50', ...query }, signal);
  return { ...page, results: page.results.filter((one) => KINDS.includes(one.kind)) };
}

/** What waits, its content as the document's own app shows it, and a decision that signs it. */
export function useReviews() {
  const pages = usePages<Approval>(openHere);
  const chosen = shallowRef<Approval | null>(null);
  const password = shallowRef('');
  const review = useLoad((signal) => deskApi.review(chosen.value?.content_path ?? '', signal), {
    immediate: false,
  });
  const { run, busy, problem } = useAction((key: string, path: string, body: unknown) =>
    deskApi.decide(path, body, key),
  );
  const complaint = computed(() => (problem.value ? errorText(problem.value) : ''));

  function choose(one: Approval): void {
    chosen.value = one;
    review.data.value = null;
    void review.reload();
  }

  watch(pages.rows, (rows) => {
    const first = rows.find((row) => row.uid === chosen.value?.uid) ?? rows[0];
    if (first) choose(first);
    else chosen.value = null;
  });

  async function decide(verdict: 'approve' | 'reject', comment: string): Promise<void> {
    const [one, content] = [chosen.value, review.data.value];
    if (!one || !content) return;
    const done = await run(one.content_path, { verdict, comment, digest: content.digest });
    if (!done) return;
    password.value = done.one_time_password ?? '';
    notify(done.state === 'open' ? '已同意，等下一位复核' : verdict === 'approve' ? '已同意' : '已否决');
    await pages.reload();
  }

  async function refuse(): Promise<void> {
    const why = await askReason({ title: '不同意', message: '请写明原因，提出人会看到。', confirmText: '不同意' });
    if (why) await decide('reject', why);
  }

  return { ...pages, chosen, choose, review, password, busy, complaint, agree: () => decide('approve', ''), refuse };
}

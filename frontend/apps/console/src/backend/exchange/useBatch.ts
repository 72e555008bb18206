import { errorText } from '@xiangzhan/core';
import { useAction, useLoad } from '@xiangzhan/ui/base';
import { askConfirm, askReason, notify } from '@xiangzhan/ui/desktop';
import { computed, watch } from 'vue';
import { useRoute, useRouter } from 'vue-router';

import { type Batch, exchangeApi } from './api';
import { GIVES_BACK } from './messages.zh';
import { usePolling } from './usePolling';

const BUSY = new Set(['checking', 'applying', 'undoing']);

/** One batch: where it stands, its rows by status, and the deeds that are open to this person. */
export function useBatch() {
  const route = useRoute();
  const router = useRouter();
  const uid = String(route.params.uid);
  const kinds = useLoad(exchangeApi.kinds);
  const batch = useLoad((signal) => exchangeApi.batch(uid, signal));
  const status = computed(() => String(route.query.status ?? ''));
  const after = computed(() => String(route.query.after ?? ''));
  const rows = useLoad((signal) =>
    exchangeApi.rows(uid, { status: status.value, after: after.value }, signal),
  );
  // A job that failed leaves the batch where it was: then a person goes on.
  const busy = computed(() => {
    const { state = '', progress = null } = batch.data.value ?? {};
    return BUSY.has(state) && progress?.state !== 'failed';
  });
  const kind = computed(() => kinds.data.value?.find((one) => one.code === batch.data.value?.kind));
  usePolling(busy, batch.reload);
  watch([status, after, () => batch.data.value?.state], () => {
    if (route.path.endsWith(uid)) void rows.reload();
  });
  const show = (query: { status?: string; after?: string }) =>
    router.push({ query: { status: status.value || undefined, ...query } });
  return { batch, rows, kind, status, after, busy, show, ...useDeeds(uid, batch) };
}

function useDeeds(uid: string, batch: ReturnType<typeof useLoad<Batch>>) {
  const deed = useAction((key: string, step: string, body: object) =>
    exchangeApi.step(uid, step, body, key),
  );
  const opening = useAction((key: string) => exchangeApi.errorFile(uid, key));
  const refused = computed(() => deed.problem.value ?? opening.problem.value);
  const complaint = computed(() => (refused.value ? errorText(refused.value) : ''));

  async function run(step: string, body: object, words: string): Promise<void> {
    const done = await deed.run(step, body);
    if (!done) return;
    batch.data.value = done;
    notify(words);
  }

  async function undo(): Promise<void> {
    const reason = await askReason({
      title: '撤销整批', confirmText: '撤销整批',
      message: '这批写入的内容将全部收回，恢复到写入之前。请写明原因。',
    });
    if (reason) await run('undo', { reason }, '开始撤销');
  }

  async function discard(): Promise<void> {
    const message = '文件和检查结果将删除，没有写入任何内容。';
    const sure = await askConfirm({ title: '作废这批数据', message, confirmText: '作废' });
    if (sure) await run('discard', {}, '已作废');
  }

  async function decide(verdict: 'approve' | 'return' | 'reject'): Promise<void> {
    const digest = batch.data.value?.approval?.digest ?? '';
    const comment = verdict === 'approve' ? '' : await ask(verdict);
    if (comment === null) return;
    await run('decide', { verdict, comment, digest }, verdict === 'approve' ? '已同意' : '已退回');
  }

  async function openErrors(): Promise<void> {
    const link = await opening.run();
    if (link) window.location.assign(link.url);
  }

  const ask = (verdict: string) =>
    askReason({
      title: verdict === 'return' ? '退回修改' : '否决', message: GIVES_BACK,
      confirmText: verdict === 'return' ? '退回修改' : '否决',
    });
  return { run, undo, discard, decide, openErrors, complaint, working: deed.busy };
}

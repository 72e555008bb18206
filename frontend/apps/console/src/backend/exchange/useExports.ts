import { errorText } from '@xiangzhan/core';
import { useAction, useLoad } from '@xiangzhan/ui/base';
import { askReason, notify } from '@xiangzhan/ui/desktop';
import { computed, ref } from 'vue';

import { usePages } from '../usePages';
import { type AskedExport, exchangeApi, type ExportFile, type Word } from './api';
import { GIVES_BACK } from './messages.zh';
import { usePolling } from './usePolling';

/** Files that left and are to leave; a password is held on this page alone, never kept. */
export function useExports() {
  const loaded = useLoad(exchangeApi.kinds);
  const pages = usePages<ExportFile>(exchangeApi.exports);
  const passwords = ref<Record<string, string>>({});
  usePolling(() => pages.rows.value.some((one) => one.state === 'making'), pages.reload);
  const asking = useAction((key: string, asked: AskedExport) => exchangeApi.ask(asked, key));
  const linking = useAction((key: string, uid: string) => exchangeApi.link(uid, key));
  const opening = useAction((key: string, uid: string) => exchangeApi.password(uid, key));
  const deciding = useAction((key: string, uid: string, word: Word) =>
    exchangeApi.decideExport(uid, word, key),
  );
  const actions = [asking, linking, opening, deciding];

  async function ask(asked: AskedExport, done: () => void): Promise<void> {
    const made = await asking.run(asked);
    if (!made) return;
    done();
    notify(made.state === 'waiting' ? '已提交，等他人审批' : '开始导出');
    await pages.reload();
  }

  async function download(uid: string): Promise<void> {
    const link = await linking.run(uid);
    if (link) window.location.assign(link.url);
  }

  async function showPassword(uid: string): Promise<void> {
    const answer = await opening.run(uid);
    if (answer) passwords.value = { ...passwords.value, [uid]: answer.password };
  }

  async function decide(one: ExportFile, verdict: 'approve' | 'reject'): Promise<void> {
    const question = { title: '不同意导出', message: GIVES_BACK, confirmText: '不同意' };
    const comment = verdict === 'approve' ? '' : await askReason(question);
    if (comment === null) return;
    const word = { verdict, comment, digest: one.approval?.digest ?? '' };
    if (await deciding.run(one.uid, word)) await pages.reload();
  }

  return {
    ...pages, passwords, ask, download, showPassword, decide,
    kinds: computed(() => (loaded.data.value ?? []).filter((kind) => kind.may_export)),
    busy: computed(() => actions.some((action) => action.busy.value)),
    complaint: computed(() => {
      const refused = actions.find((action) => action.problem.value);
      return refused ? errorText(refused.problem.value) : '';
    }),
  };
}

import { causeText, isProblem } from '@xiangzhan/core';
import { useAction, useLoad } from '@xiangzhan/ui/base';
import { askConfirm, askReason, notify } from '@xiangzhan/ui/desktop';
import { computed } from 'vue';

import { yuanText } from '../backend/words';
import { payoutApi } from './payoutApi';
import { resultText } from './payoutColumns';

type Run = (key: string) => Promise<unknown>;

/** One payout run. Money and accounts ask for the second factor again where it is due. */
export function usePayoutRun(uid: string) {
  const loaded = useLoad((signal) => payoutApi.one(uid, signal));
  const doing = useAction((key: string, work: Run) => work(key).then(() => true));
  const proving = useAction((key: string, code: string) => payoutApi.stepUp(code, key).then(() => true));
  const complaint = computed(() => (doing.problem.value ? causeText(doing.problem.value) : ''));

  async function prove(): Promise<boolean> {
    const code = await askReason({ title: '再次验证', message: '付款前请输入动态验证码，5 分钟内有效。', confirmText: '验证' });
    if (!code) return false;
    const proved = await proving.run(code);
    if (!proved && proving.problem.value) notify(causeText(proving.problem.value), 'error');
    return Boolean(proved);
  }

  async function act(work: Run, words: string | (() => string)): Promise<void> {
    let done = await doing.run(work);
    const problem = doing.problem.value;
    if (!done && isProblem(problem) && problem.code === 'step_up_required' && (await prove())) done = await doing.run(work);
    if (!done) return;
    notify(typeof words === 'string' ? words : words());
    await loaded.reload();
  }

  const word = (verdict: string, comment: string): Run => (key) =>
    payoutApi.decide(uid, { verdict, comment, digest: loaded.data.value?.digest ?? '' }, key);

  async function agree(): Promise<void> {
    const run = loaded.data.value;
    const sure = await askConfirm({
      title: '批准付款',
      message: `${run?.method_name ?? ''}，${run?.payees ?? 0} 户，合计 ${yuanText(run?.total ?? null)}。批准后立即放款，不能撤回。`,
      confirmText: '批准付款',
    });
    if (sure) await act(word('approve', ''), '已批准');
  }

  async function refuse(): Promise<void> {
    const reason = await askReason({ title: '不批准', message: '请写明原因，批次作废，会计可以重新准备。', confirmText: '不批准' });
    if (reason) await act(word('reject', reason), '批次已作废');
  }

  async function close(): Promise<void> {
    const sure = await askConfirm({ title: '核对并关闭', message: '已核对每户结果；失败和退回的由会计另建批次再付。', confirmText: '关闭批次' });
    if (sure) await act((key) => payoutApi.close(uid, key), '批次已关闭');
  }

  async function takeResult(file: File): Promise<void> {
    let words = '';
    await act(async () => {
      words = resultText(await payoutApi.result(uid, file));
    }, () => words);
  }

  return {
    ...loaded, agree, refuse, close, busy: doing.busy, complaint,
    takeFile: (encoding: string) => act((key) => payoutApi.file(uid, encoding, key), '文件已导出，请上传到网银'),
    takeResult,
  };
}

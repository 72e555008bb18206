import { causeText } from '@xiangzhan/core';
import { useAction, useLoad } from '@xiangzhan/ui/base';
import { askConfirm, askReason, notify } from '@xiangzhan/ui/desktop';
import { useSession } from '@xiangzhan/ui/session';
import { computed } from 'vue';

import type { FormValues } from '../backend/forms';
import { registerApi } from './registerApi';

/** One change request with the deeds this person may try; whose turn it is the server knows. */
export function useChange(uid: string) {
  const loaded = useLoad((signal) => registerApi.change(uid, signal));
  const session = useSession();
  const moving = useAction((key: string, verb: string, body: object) =>
    registerApi.move(uid, verb, body, key),
  );
  const complaint = computed(() => (moving.problem.value ? causeText(moving.problem.value) : ''));
  const waits = computed(() => loaded.data.value?.state === 'evidence');
  const mayDecide = computed(() => waits.value && ['PS', 'TO', 'CO'].includes(session.role));
  const mayAsk = computed(() => ['PS', 'SO', 'HM'].includes(session.role));

  async function move(verb: string, body: object, words: string): Promise<void> {
    await moving.run(verb, body);
    if (moving.problem.value) return;
    notify(words);
    await loaded.reload();
  }

  async function approve(): Promise<void> {
    const change = loaded.data.value;
    if (!change) return;
    let call_note = '';
    if (change.needs_call && session.role !== 'PS') {
      call_note = (await askReason({
        title: '电话回访',
        message: '收款账户和身份证号须先电话回访本人，请写明回访结果。',
        confirmText: '记录回访并同意',
      })) ?? '';
      if (!call_note) return;
    } else if (!(await askConfirm({
      title: '同意变更', message: '同意后进入下一环节；最后一个环节同意即写入档案。', confirmText: '同意变更',
    }))) return;
    await move('decide', { verdict: 'approve', call_note }, '已同意');
  }

  async function refuse(): Promise<void> {
    const comment = await askReason({
      title: '不同意变更', message: '请写明原因，提交人会看到。', confirmText: '不同意',
    });
    if (comment) await move('decide', { verdict: 'reject', comment }, '已退回，档案未变');
  }

  async function restore(): Promise<void> {
    const reason = await askReason({
      title: '申请恢复原值', message: '恢复也要审批。请写明原因。', confirmText: '申请恢复原值',
    });
    if (reason) await move('restore', { reason }, '已提交恢复申请');
  }

  const addEvidence = (values: FormValues, key: string) => registerApi.move(uid, 'evidence', values, key);

  async function evidenceAdded(): Promise<void> {
    notify('证明已登记，已提交审批');
    await loaded.reload();
  }

  const withdraw = () => move('withdraw', {}, '已撤回');

  return {
    ...loaded, approve, refuse, restore, withdraw, mayDecide, mayAsk, addEvidence, evidenceAdded,
    complaint, busy: moving.busy,
  };
}

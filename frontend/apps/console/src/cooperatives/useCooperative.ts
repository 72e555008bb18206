import { causeText } from '@xiangzhan/core';
import { useAction, useLoad } from '@xiangzhan/ui/base';
import { askReason, notify } from '@xiangzhan/ui/desktop';
import { useSession } from '@xiangzhan/ui/session';
import { computed } from 'vue';

import type { Field, FormValues } from '../backend/forms';
import { ATTACH, editFields, ENROL, enrolBody, UNIT } from './cooperativeForms';
import { type Cooperative, registerApi } from './registerApi';

export interface Deed {
  label: string;
  fields: readonly Field[];
  confirm: string;
  done: string;
  send: (values: FormValues, key: string) => Promise<unknown>;
}

/** A cooperative, who enrols its members, and who agrees to its registration. */
export function useCooperative(uid: string) {
  const loaded = useLoad((signal) => registerApi.cooperative(uid, signal));
  const session = useSession();
  const deciding = useAction((key: string, body: object) => registerApi.decideCooperative(uid, body, key));
  const complaint = computed(() => (deciding.problem.value ? causeText(deciding.problem.value) : ''));
  const waits = computed(() => loaded.data.value?.status === 'submitted' && session.role === 'TO');
  const deeds = computed(() => (loaded.data.value ? deedsOf(loaded.data.value, session.role) : []));

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

  return { ...loaded, waits, deeds, decide, complaint, busy: deciding.busy };
}

/** What this role may do with the cooperative as it stands. */
function deedsOf(one: Cooperative, role: string): Deed[] {
  const edit: Deed = {
    label: one.status === 'returned' ? '更正并重新提交' : '更正资料',
    fields: editFields(one), confirm: '保存', done: '已保存',
    send: (said, key) => registerApi.editCooperative(one.uid, { version: one.version, said }, key),
  };
  if (role === 'CM' && one.status === 'returned') return [edit];
  if (one.status !== 'registered') return [];
  if (role === 'CA') return [edit];
  if (role === 'TO') {
    return [{
      label: '挂靠服务站', fields: ATTACH, confirm: '挂靠', done: '已登记挂靠',
      send: ({ station, ...said }, key) =>
        registerApi.attach(String(station), { ...said, cooperative: one.uid }, key),
    }];
  }
  if (role !== 'CM') return [];
  return [
    { label: '办理入社', fields: ENROL, confirm: '办理入社', done: '已办理入社',
      send: (said, key) => registerApi.enrol(one.uid, enrolBody(said), key) },
    { label: '登记团体成员', fields: UNIT, confirm: '登记', done: '已登记团体成员',
      send: (said, key) => registerApi.enrolUnit(one.uid, said, key) },
    edit,
  ];
}

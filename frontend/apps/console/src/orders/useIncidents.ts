import { causeText, localDate } from '@xiangzhan/core';
import { useAction } from '@xiangzhan/ui/base';
import { askReason, notify } from '@xiangzhan/ui/desktop';
import { useSession } from '@xiangzhan/ui/session';
import { computed } from 'vue';

import { usePages } from '../backend/usePages';
import { type Incident, incidentsApi } from './api';

const DAYS = 3;
const DAY_MS = 86_400_000;

/** What went wrong with money: an accountant takes it over until a day, and says what it was. */
export function useIncidents() {
  const pages = usePages<Incident>(incidentsApi.list, ['state']);
  const session = useSession();
  const taking = useAction((key: string, uid: string, due: string) => incidentsApi.take(uid, due, key));
  const resolving = useAction((key: string, uid: string, why: string) => incidentsApi.resolve(uid, why, key));
  const complaint = computed(() => {
    const problem = taking.problem.value ?? resolving.problem.value;
    return problem ? causeText(problem) : '';
  });

  async function take(one: Incident): Promise<void> {
    const due = localDate(new Date(Date.now() + DAYS * DAY_MS));
    if (!(await taking.run(one.uid, due))) return;
    notify(`已由您负责，期限 ${due}`);
    await pages.reload();
  }

  async function resolve(one: Incident): Promise<void> {
    const why = await askReason({
      title: '处理支付异常',
      message: `${one.kind_name}：${one.said}。请写明查到的原因和处理结果；这里不会改动任何账目。`,
      confirmText: '记为已处理',
    });
    if (!why || !(await resolving.run(one.uid, why))) return;
    notify('已记录处理结果');
    await pages.reload();
  }

  const busy = computed(() => taking.busy.value || resolving.busy.value);
  return { ...pages, mayKeep: computed(() => session.role === 'CA'), take, resolve, busy, complaint };
}

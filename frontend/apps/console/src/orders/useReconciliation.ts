import { causeText } from '@xiangzhan/core';
import { useAction, useLoad } from '@xiangzhan/ui/base';
import { askReason, notify } from '@xiangzhan/ui/desktop';
import { computed } from 'vue';

import { usePages } from '../backend/usePages';
import { type Difference, reconciliationApi } from './api';

/** Differences between bills and books; a person says what each one was. */
export function useReconciliation() {
  const pages = usePages<Difference>(reconciliationApi.items, ['state']);
  const standing = useLoad((signal) => reconciliationApi.standing(signal));
  const resolving = useAction((key: string, uid: string, why: string) =>
    reconciliationApi.resolve(uid, why, key),
  );
  const complaint = computed(() =>
    resolving.problem.value ? causeText(resolving.problem.value) : '',
  );

  async function resolve(one: Difference): Promise<void> {
    const why = await askReason({
      title: '处理对账差异',
      message: `${one.day} ${one.row_name} ${one.number}：${one.difference_name}。请写明查到的原因和处理结果；这里不会改动任何账目。`,
      confirmText: '记为已处理',
    });
    if (!why || !(await resolving.run(one.uid, why))) return;
    notify('已记录处理结果');
    await Promise.all([pages.reload(), standing.reload()]);
  }

  return { ...pages, standing: standing.data, resolve, busy: resolving.busy, complaint };
}

import { errorText } from '@xiangzhan/core';
import { useAction } from '@xiangzhan/ui/base';
import { askConfirm, notify } from '@xiangzhan/ui/desktop';
import { computed } from 'vue';

import { usePages } from '../backend/usePages';
import { type RefundRow, refundsApi } from './api';

/** Refunds with their state; one that was refused can be asked for again under its number. */
export function useRefunds() {
  const pages = usePages<RefundRow>(refundsApi.list, ['state']);
  const retrying = useAction((key: string, uid: string) => refundsApi.retry(uid, key));
  const complaint = computed(() =>
    retrying.problem.value ? errorText(retrying.problem.value) : '',
  );

  async function retry(row: RefundRow): Promise<void> {
    const sure = await askConfirm({
      title: '重新发起退款',
      message: `订单 ${row.order_number} 的退款被支付宝拒绝（${row.refusal}）。请先排除原因，再用原退款号重新发起。`,
      confirmText: '重新发起',
    });
    if (!sure || !(await retrying.run(row.uid))) return;
    notify('已重新发起，结果几分钟内可见');
    await pages.reload();
  }

  return { ...pages, retry, busy: retrying.busy, complaint };
}

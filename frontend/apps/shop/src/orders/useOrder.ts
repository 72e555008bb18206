import { errorText } from '@xiangzhan/core';
import { useAction, useLoad } from '@xiangzhan/ui/base';
import { computed, shallowRef, watch } from 'vue';

import { ordersApi } from './api';
import { t } from './messages.zh';
import type { Order } from './models';
import { useCountdown } from './useCountdown';
import { usePayment } from './usePayment';

/** One order of the buyer with the deeds its state allows. */
export function useOrder(number: () => string) {
  const load = useLoad((signal) => ordersApi.read(number(), signal), { immediate: false });
  const order = load.data;
  const said = shallowRef('');
  watch(number, () => void load.reload(), { immediate: true });

  const countdown = useCountdown(() => (order.value?.can.pay ? order.value.hold_expires_at : null));
  const payment = usePayment(number);
  const cancelling = useAction((key: string) => ordersApi.cancel(number(), key));
  const confirming = useAction((key: string) => ordersApi.confirmReceipt(number(), key));

  const problem = computed(() => cancelling.problem.value ?? confirming.problem.value);
  const complaint = computed(() =>
    problem.value ? errorText(problem.value) : payment.complaint.value,
  );
  const busy = computed(
    () => cancelling.busy.value || confirming.busy.value || payment.busy.value,
  );

  /**
   * Without an answer the order is read again: its state was not what the page showed, or the deed
   * was done and only the answer was lost, and then it is no complaint.
   */
  async function take(
    deed: typeof cancelling,
    aim: Order['status'],
    words: string,
  ): Promise<void> {
    const fresh = await deed.run();
    if (fresh) order.value = fresh;
    else await load.reload();
    if (order.value?.status !== aim) return;
    deed.problem.value = null;
    said.value = words;
  }

  const cancel = () => take(cancelling, 'cancelled', t('order.cancelled'));
  const confirmReceipt = () => take(confirming, 'completed', t('order.received'));

  const { state, reload } = load;
  return {
    order, state, problem: load.problem, reload, complaint, busy, said, left: countdown.words,
    payment, cancel, confirmReceipt,
  };
}

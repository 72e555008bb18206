import { errorText } from '@xiangzhan/core';
import { useAction } from '@xiangzhan/ui/base';
import { computed, ref } from 'vue';

import { ordersApi } from './api';
import { isInsideWeChat, payChannel } from './browser';

/** Opens the cashier in the same window; what it answers is never trusted, the order is read. */
export function usePayment(
  number: () => string,
  leave: (url: string) => void = (url) => location.assign(url),
) {
  const inWeChat = isInsideWeChat();
  const leaving = ref(false);
  const opening = useAction(async (key: string) => {
    const { pay_url } = await ordersApi.startPayment(number(), payChannel(), key);
    leaving.value = true;
    leave(pay_url);
  });

  /** Coming back by the browser's own button shows the page as it was left. */
  function cameBack(): void {
    leaving.value = false;
  }

  const busy = computed(() => opening.busy.value || leaving.value);
  const complaint = computed(() =>
    opening.problem.value ? errorText(opening.problem.value) : '',
  );
  return { inWeChat, pay: opening.run, busy, complaint, cameBack };
}

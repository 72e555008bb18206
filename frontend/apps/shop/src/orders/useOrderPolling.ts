import { useLoad } from '@xiangzhan/ui/base';
import { computed, onMounted, onScopeDispose, ref } from 'vue';

import { ordersApi } from './api';
import type { Order } from './models';
import { useCountdown } from './useCountdown';

export type PayPhase = 'loading' | 'confirming' | 'unpaid' | 'doubtful' | 'paid' | 'expired' | 'cancelled';

const LONGEST_MS = 60_000;

/** Reads the order after 1 s, 2 s, … for a minute: only the order says whether it is paid. */
export function useOrderPolling(number: () => string) {
  const load = useLoad((signal) => ordersApi.read(number(), signal), { immediate: false });
  const polling = ref(false);
  const asked = ref(0);
  let waited = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const order = load.data;
  const countdown = useCountdown(() => order.value?.hold_expires_at);

  const phase = computed<PayPhase>(() => {
    const known = order.value;
    if (!known) return 'loading';
    if (known.status === 'expired' || known.status === 'cancelled') return known.status;
    return known.status === 'placed' ? waiting(known) : 'paid';
  });

  function waiting(known: Order): PayPhase {
    if (known.payment?.state === 'mismatch') return 'doubtful';
    if (!known.can.pay || countdown.seconds.value === 0) return 'expired';
    // Where nobody has gone to the cashier there is nothing to confirm.
    return polling.value && known.payment ? 'confirming' : 'unpaid';
  }

  async function ask(): Promise<void> {
    await load.reload();
    asked.value += 1;
    const open = phase.value === 'confirming' || phase.value === 'loading';
    if (!polling.value || !open) return stop();
    const pause = asked.value * 1000;
    waited += pause;
    if (waited > LONGEST_MS) return stop();
    timer = setTimeout(() => void ask(), pause);
  }

  function stop(): void {
    polling.value = false;
    clearTimeout(timer);
  }

  function start(): void {
    stop();
    waited = 0;
    asked.value = 0;
    polling.value = true;
    void ask();
  }

  function onShow(event: PageTransitionEvent): void {
    if (event.persisted) start();
  }
  onMounted(() => window.addEventListener('pageshow', onShow));
  onScopeDispose(() => {
    stop();
    window.removeEventListener('pageshow', onShow);
  });

  return { order, phase, asked, state: load.state, problem: load.problem, countdown, start, stop };
}

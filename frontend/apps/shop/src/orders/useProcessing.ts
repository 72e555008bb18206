import { computed, onMounted, watch } from 'vue';
import { useRouter } from 'vue-router';

import { useOrderPolling } from './useOrderPolling';
import { usePayment } from './usePayment';

const PATIENCE = 3;

/** The page between order and payment: opens the cashier once, then waits for the order's word. */
export function useProcessing(number: () => string) {
  const router = useRouter();
  const polling = useOrderPolling(number);
  const payment = usePayment(number);

  /** Who came back without paying need not wait out the minute. */
  const offersPay = computed(
    () =>
      polling.phase.value === 'unpaid' ||
      (polling.phase.value === 'confirming' && polling.asked.value >= PATIENCE),
  );

  watch(polling.phase, (phase) => {
    if (phase === 'paid') void router.replace(`/shop/orders/${number()}?paid=1`);
  });

  function again(): void {
    payment.cameBack();
    polling.start();
  }

  onMounted(async () => {
    window.addEventListener('pageshow', payment.cameBack, { once: true });
    const wanted = (history.state as { payNow?: boolean } | null)?.payNow;
    if (!wanted || payment.inWeChat) return polling.start();
    history.replaceState({ ...history.state, payNow: false }, '');
    await payment.pay();
    if (payment.complaint.value) polling.start();
  });

  return { ...polling, payment, offersPay, again };
}

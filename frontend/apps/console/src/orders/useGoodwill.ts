import { causeText } from '@xiangzhan/core';
import { useAction } from '@xiangzhan/ui/base';
import { notify } from '@xiangzhan/ui/desktop';
import { computed, reactive, ref, shallowRef, watch } from 'vue';
import { useRouter } from 'vue-router';

import { claimsApi, type Order, type RefundPreview } from './api';

/** A sum the cooperative offers by itself: whose share it lowers is read first, the manager agrees. */
export function useGoodwill(order: Order) {
  const router = useRouter();
  const reason = ref('');
  // An empty amount is all that these packages are still worth.
  const offers = reactive(
    order.claimable
      .filter((left) => left.packages > 0)
      .map((left) => ({ ...left, title: titleOf(order, left.position), quantity: 0, amount: '' })),
  );
  const preview = shallowRef<RefundPreview | null>(null);
  const lines = computed(() =>
    offers
      .filter((offer) => offer.quantity > 0)
      .map(({ position, quantity, amount }) => ({
        position, quantity, ...(amount.trim() ? { amount: amount.trim() } : {}),
      })),
  );
  const ready = computed(() => lines.value.length > 0 && reason.value.trim().length > 1);
  const looking = useAction((_key: string) => claimsApi.preview(order.number, lines.value));
  const sending = useAction((key: string) =>
    claimsApi.offer(order.number, { lines: lines.value, reason: reason.value.trim() }, key),
  );
  const complaint = computed(() => {
    const problem = looking.problem.value ?? sending.problem.value;
    return problem ? causeText(problem) : '';
  });
  // What was read must be what is sent.
  watch(offers, () => {
    preview.value = null;
  });

  async function look(): Promise<void> {
    preview.value = (await looking.run()) ?? null;
  }

  async function send(): Promise<void> {
    const claim = await sending.run();
    if (!claim) return;
    notify('已提交，请理事长审批');
    await router.push(`/claims/${claim.uid}`);
  }

  const busy = computed(() => looking.busy.value || sending.busy.value);
  return { offers, reason, preview, ready, look, send, busy, complaint };
}

const titleOf = (order: Order, position: number): string =>
  order.lines.find((line) => line.position === position)?.title ?? '';

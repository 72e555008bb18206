import { errorText, isProblem } from '@xiangzhan/core';
import { useAction } from '@xiangzhan/ui/base';
import { notify } from '@xiangzhan/ui/desktop';
import { computed, reactive, shallowRef, watch } from 'vue';
import { useRouter } from 'vue-router';

import { claimsApi, type Order, type RefundPreview } from './api';

export interface Offer {
  quantity: number;
  /** Empty: all that these packages are still worth. */
  amount: string;
}

/** A sum the cooperative offers by itself: whose share it lowers is read first, the manager agrees. */
export function useGoodwill(order: () => Order) {
  const router = useRouter();
  const draft = reactive({ reason: '', offers: {} as Record<number, Offer> });
  const preview = shallowRef<RefundPreview | null>(null);
  const lines = computed(() =>
    Object.entries(draft.offers)
      .filter(([, offer]) => offer.quantity > 0)
      .map(([position, { quantity, amount }]) => ({
        position: Number(position), quantity, ...(amount.trim() ? { amount: amount.trim() } : {}),
      })),
  );
  const looking = useAction((_key: string) => claimsApi.preview(order().number, lines.value));
  const sending = useAction((key: string) =>
    claimsApi.offer(order().number, { lines: lines.value, reason: draft.reason.trim() }, key),
  );
  const complaint = computed(() => {
    const problem = looking.problem.value ?? sending.problem.value;
    if (!problem) return '';
    const said = isProblem(problem) ? Object.values(problem.fields).join('；') : '';
    return said || errorText(problem);
  });
  // What was read must be what is sent.
  watch(() => draft.offers, () => { preview.value = null; }, { deep: true });

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
  return { draft, lines, preview, look, send, busy, complaint };
}

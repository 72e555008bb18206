import { causeText } from '@xiangzhan/core';
import { useAction } from '@xiangzhan/ui/base';
import { computed, reactive, ref, watch } from 'vue';
import { useRouter } from 'vue-router';

import { ordersApi } from './api';
import { askedOf, type ClaimDraft, claimErrors, emptyClaim, newClaim, refusalOf } from './claimRules';
import type { Order } from './models';

/** What is typed for a claim stays in this tab until it was sent. */
export function useClaimForm(order: () => Order) {
  const router = useRouter();
  const key = `xz-claim-${order().number}`;
  const draft = reactive<ClaimDraft>({ ...emptyClaim(), ...readKept(key) });
  watch(draft, (now) => sessionStorage.setItem(key, JSON.stringify(now)));
  const errors = ref<Record<string, string>>({});
  const sending = useAction((idempotencyKey: string, claim: ReturnType<typeof newClaim>) =>
    ordersApi.claim(order().number, claim, idempotencyKey),
  );

  const lines = computed(() =>
    order().claimable.map((line) => ({
      ...line,
      title: order().lines.find((one) => one.position === line.position)?.title ?? '',
      refusal: refusalOf(line, draft.kind),
      asked: askedOf(line, draft),
    })),
  );
  const total = computed(() => lines.value.reduce((sum, line) => sum + line.asked, 0));
  const complaint = computed(() => {
    const problem = sending.problem.value;
    return problem ? causeText(problem) : '';
  });

  watch(
    () => draft.kind,
    () => {
      draft.packages = {};
      errors.value = {};
    },
  );

  async function send(): Promise<void> {
    errors.value = claimErrors(draft);
    if (Object.keys(errors.value).length) return;
    if (!(await sending.run(newClaim(order(), draft)))) return;
    Object.assign(draft, emptyClaim());
    sessionStorage.removeItem(key);
    await router.push(`/shop/orders/${order().number}?claimed=1`);
  }

  return { draft, errors, lines, total, complaint, busy: sending.busy, send };
}

function readKept(key: string): Partial<ClaimDraft> {
  try {
    return (JSON.parse(sessionStorage.getItem(key) ?? '{}') ?? {}) as Partial<ClaimDraft>;
  } catch {
    return {};
  }
}

import { errorText, fenToApi, isProblem, mayHaveArrived } from '@xiangzhan/core';
import { useAction } from '@xiangzhan/ui/base';
import { computed, nextTick, ref, shallowRef } from 'vue';
import { useRouter } from 'vue-router';

import { ordersApi } from './api';
import {
  type Difference,
  differencesOf,
  type DraftErrors,
  draftErrors,
  otherWords,
  serverErrors,
} from './checkoutRules';
import { type CheckoutDraft, forgetOrderKey, orderKey, useCheckoutDraft } from './draft';
import { t } from './messages.zh';
import type { Quote } from './models';
import { useCheckoutLines } from './useCheckoutLines';
import { useQuote } from './useQuote';
import { isWholeRegion } from './useRegions';
import type { Heading, NewOrder } from './wire';

const MOVED = ['price_changed', 'listing_sold_out', 'listing_not_on_sale'];

/** From lines and an address to one order, however often the button is tapped. */
export function useCheckout() {
  const router = useRouter();
  const draft = useCheckoutDraft();
  const source = useCheckoutLines();
  const price = useQuote(() => source.lines.value, () => goingTo(draft));
  const placing = useAction((_key: string, order: NewOrder) => placeOnce(order));
  const errors = ref<DraftErrors>({});
  const differences = shallowRef<Difference[]>([]);

  const complaint = computed(() => {
    if (differences.value.length) return t('checkout.changed');
    const problem = placing.problem.value;
    if (!problem || hasErrors(errors.value)) return '';
    return (isProblem(problem) && otherWords(problem.fields)) || errorText(problem);
  });
  const ready = computed(
    () => price.settled.value && !price.blocked.value && !price.outOfReach.value,
  );

  async function submit(): Promise<void> {
    const quote = price.quote.value;
    if (!ready.value || !quote || placing.busy.value) return;
    differences.value = [];
    errors.value = draftErrors(draft);
    if (hasErrors(errors.value)) return toFirstError();
    const order = await placing.run(newOrder(quote, draft));
    if (!order) return refused(quote);
    source.ordered();
    draft.note = '';
    draft.no_return = [];
    draft.invoice = null;
    const path = `/shop/orders/${order.number}/processing`;
    await router.replace({ path, state: { payNow: true } });
  }

  async function refused(before: Quote): Promise<void> {
    const problem = placing.problem.value;
    if (!isProblem(problem)) return;
    errors.value = serverErrors(problem.fields);
    if (hasErrors(errors.value)) return toFirstError();
    if (MOVED.includes(problem.code)) await askAgain(before);
  }

  /** Price or stock moved: the difference is shown, and nothing is ordered until the next tap. */
  async function askAgain(before: Quote): Promise<void> {
    await price.reload();
    if (!price.quote.value) return;
    differences.value = differencesOf(before, price.quote.value);
    for (const { listing, most } of differences.value) source.limit(listing, most);
  }

  const { busy } = placing;
  return { draft, errors, differences, complaint, ready, busy, submit, price, source };
}

async function placeOnce(order: NewOrder) {
  const key = orderKey(order);
  try {
    const placed = await ordersApi.place(order, key);
    forgetOrderKey();
    return placed;
  } catch (error) {
    if (!mayHaveArrived(error)) forgetOrderKey();
    throw error;
  }
}

function newOrder(quote: Quote, draft: CheckoutDraft): NewOrder {
  return {
    lines: quote.lines.map(({ listing, quantity, price }) => ({
      listing,
      quantity,
      price: fenToApi(price),
      ...(draft.no_return.includes(listing) ? { no_return_confirmed: true } : {}),
    })),
    receiver: {
      name: draft.name.trim(),
      phone: draft.phone.trim(),
      region: draft.pick_up ? '' : draft.region,
      address: draft.pick_up ? '' : draft.address.trim(),
      pick_up: draft.pick_up,
    },
    note: draft.note.trim(),
    total: fenToApi(quote.total),
    ...(draft.invoice ? { invoice: headingOf(draft.invoice) } : {}),
  };
}

function headingOf({ title_kind, title, tax_number }: Heading): Heading {
  return { title_kind, title: title.trim(), tax_number: title_kind === 'person' ? '' : tax_number.trim() };
}

/** A region that is not whole yet would be priced as another one. */
function goingTo({ region, pick_up }: CheckoutDraft) {
  return { region: !pick_up && isWholeRegion(region) ? region : '', pick_up };
}

function hasErrors(errors: DraftErrors): boolean {
  return Object.keys(errors).length > 0;
}

async function toFirstError(): Promise<void> {
  await nextTick();
  document.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
}

import { newUuid } from '@xiangzhan/core';
import { reactive, watch } from 'vue';

import type { Heading, Receiver } from './wire';

const DRAFT = 'xz-checkout';
const SENT = 'xz-checkout-key';

export type CheckoutDraft = Receiver & {
  note: string;
  pick_up: boolean;
  /** Listings whose goods the buyer agrees not to return without a reason. */
  no_return: string[];
  /** Whom an invoice is made out to, where one is wanted. */
  invoice: Heading | null;
};

/** What was typed for an order, kept in this tab only and gone with it or at sign-out. */
export function useCheckoutDraft(): CheckoutDraft {
  const empty: CheckoutDraft = {
    name: '', phone: '', region: '', address: '', note: '', pick_up: false, no_return: [],
    invoice: null,
  };
  const draft = reactive({ ...empty, ...readKept() });
  watch(draft, (now) => sessionStorage.setItem(DRAFT, JSON.stringify(now)));
  return draft;
}

export function forgetCheckout(): void {
  sessionStorage.removeItem(DRAFT);
  forgetOrderKey();
}

/** The same order keeps its key over taps, lost connections and a reload of the page. */
export function orderKey(order: unknown): string {
  const sent = JSON.stringify(order);
  const kept = JSON.parse(sessionStorage.getItem(SENT) ?? 'null') as {
    key: string;
    sent: string;
  } | null;
  if (kept?.sent === sent) return kept.key;
  const key = newUuid();
  sessionStorage.setItem(SENT, JSON.stringify({ key, sent }));
  return key;
}

export function forgetOrderKey(): void {
  sessionStorage.removeItem(SENT);
}

/** Whatever the shop keeps on this device of who left for good. */
export function forgetDevice(): void {
  forgetCheckout();
  for (const key of Object.keys(localStorage)) if (key.startsWith('xz-')) localStorage.removeItem(key);
}

function readKept(): Partial<CheckoutDraft> {
  try {
    return (JSON.parse(sessionStorage.getItem(DRAFT) ?? '{}') ?? {}) as Partial<CheckoutDraft>;
  } catch {
    return {};
  }
}

import { useAction, useLoad } from '@xiangzhan/ui/base';
import { onMounted, ref } from 'vue';

import { addressesApi } from './api';
import type { CheckoutDraft } from './draft';
import type { AddressRow } from './wire';

/** The book beside the form of an order: one tap fills it, and the default fills an empty one. */
export function useKeptAddresses(draft: () => CheckoutDraft) {
  const rows = ref<AddressRow[]>([]);
  const used = ref('');
  const { reload, problem } = useLoad(async (signal) => {
    rows.value = (await addressesApi.list({}, signal)).results;
    const first = rows.value[0];
    if (first?.is_default && isEmpty(draft())) await fillEmpty(first.uid);
    return true;
  }, { immediate: false });
  /** Whoever began to type meanwhile keeps what was typed: two addresses never mix. */
  async function fillEmpty(uid: string): Promise<void> {
    const { name, phone, region, address } = await addressesApi.open(uid);
    if (!isEmpty(draft())) return;
    Object.assign(draft(), { name, phone, region, address });
    used.value = uid;
  }
  const use = useAction(async (_key: string, uid: string) => {
    const { name, phone, region, address } = await addressesApi.open(uid);
    Object.assign(draft(), { name, phone, region, address });
    used.value = uid;
    return true;
  });
  const keep = useAction(async (key: string, typed: CheckoutDraft) => {
    const { name, phone, region, address } = typed;
    const kept = await addressesApi.keep({ name, phone, region, address, label: '', is_default: false }, key);
    rows.value = [...rows.value, kept];
    used.value = kept.uid;
    return true;
  });

  onMounted(reload);
  return { rows, used, problem, reload, use, keep };
}

function isEmpty({ name, phone, region, address }: CheckoutDraft): boolean {
  return !name && !phone && !region && !address;
}

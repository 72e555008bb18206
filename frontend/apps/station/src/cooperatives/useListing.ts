import { useAction, useLoad } from '@xiangzhan/ui/base';
import { computed, ref } from 'vue';

import { fieldsOf } from '../backend/problems';
import { type Listing, listingsApi } from './api';
import { t } from './messages.zh';

const KNOWN = ['draft', 'submitted', 'returned', 'on_sale', 'down'] as const;

/** What the state of a listing means for the operator, with the reason where there is one. */
export function listingWords({ status, status_name, reason }: Listing): string {
  const known = KNOWN.find((one) => one === status);
  if (!known) return status_name;
  if (known === 'down' && reason) return t('listing.down_why', { reason });
  return t(`listing.${known}`, { reason: reason ?? '' });
}

export function useListing(uid: string) {
  const { data, state, problem, reload } = useLoad((signal) => listingsApi.one(uid, signal));
  const reason = ref('');
  const taking = useAction((key: string, why: string) => listingsApi.takeDown(uid, why, key));
  const words = computed(() => (data.value ? listingWords(data.value) : ''));
  const fields = computed(() => fieldsOf(taking.problem.value));

  async function takeDown(): Promise<void> {
    const listing = await taking.run(reason.value.trim());
    if (listing) data.value = listing;
  }

  return {
    data, state, problem, reload, words, reason, fields, takeDown,
    busy: taking.busy, takeProblem: taking.problem,
  };
}

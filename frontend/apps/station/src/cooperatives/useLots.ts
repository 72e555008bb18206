import { isOffline } from '@xiangzhan/core';
import { useAction, useLoad } from '@xiangzhan/ui/base';
import { useSession } from '@xiangzhan/ui/session';
import { computed, reactive, ref, shallowRef, watch } from 'vue';

import { allRows } from '../backend/cursors';
import { readList } from '../backend/lists';
import { useOutbox } from '../backend/useOutbox';
import { type Listing, listingsApi } from './api';
import { t } from './messages.zh';
import { offeredIn } from './listingKind';
import { liveList } from './local';
import { groupsOf, liveFor, type LotGroup, MOST_LOTS } from './pool';
import { restockedIn, useRestock } from './restockKind';
import { useOffer } from './useOffer';

/** The lots that nobody can buy yet, by product and grade, with what is already on sale. */
export function useLots() {
  const outbox = useOutbox();
  const offer = useOffer();
  const session = useSession();
  const addTo = useRestock();
  const { data, state, problem, reload } = useLoad(
    async (signal) => {
      try {
        const [lots, listings] = await Promise.all([
          offer.unlisted(signal),
          allRows((cursor) => listingsApi.list({ status: 'on_sale', cursor, page_size: 50 }, signal)),
        ]);
        return { lots: lots.rows, more: lots.more, listings: listings.rows, offline: false };
      } catch (error) {
        if (!isOffline(error)) throw error;
        const [lots] = await offer.kept();
        const live = await readList(liveList, session.hat?.uid);
        return { lots, more: false, listings: live?.rows ?? [], offline: true };
      }
    },
    { isEmpty: (found) => found.lots.length === 0 },
  );
  /** What waits in the outbox to be put on sale is not offered twice. */
  const offered = computed(() => new Set([...offeredIn(outbox.items), ...restockedIn(outbox.items)]));
  const groups = computed(() =>
    groupsOf((data.value?.lots ?? []).filter((lot) => !offered.value.has(lot.code))).map((group) => ({
      ...group, live: liveFor(group, data.value?.listings ?? []),
    })),
  );

  const left = reactive(new Set<string>());
  const restocked = ref('');
  /** Everything is chosen until a lot is left out. */
  const chosenOf = (group: LotGroup) =>
    group.lots.filter((lot) => !left.has(lot.code)).slice(0, MOST_LOTS);
  watch(data, () => left.clear());

  function toggle(code: string): void {
    if (!left.delete(code)) left.add(code);
  }

  const failedAt = shallowRef('');
  const stocking = useAction(async (key: string, listing: Listing, lots: string[]) => {
    const now = await addTo(key, listing, lots);
    return now
      ? t('listing.restocked', { title: now.title, count: now.available_packages })
      : t('restock.queued', { title: listing.title });
  });

  async function restock(group: LotGroup, listing: Listing): Promise<void> {
    failedAt.value = group.key;
    const codes = chosenOf(group).map((lot) => lot.code);
    const words = await stocking.run(listing, codes);
    if (!words) return;
    restocked.value = words;
    await reload();
  }

  return {
    data, state, problem, reload, groups, left, toggle, chosenOf, restock, restocked, failedAt,
    busy: stocking.busy, stockProblem: stocking.problem,
  };
}

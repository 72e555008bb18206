import { isOffline } from '@xiangzhan/core';
import { useLoad } from '@xiangzhan/ui/base';
import { useSession } from '@xiangzhan/ui/session';
import { computed } from 'vue';

import { readList } from '../backend/lists';
import { useOutbox } from '../backend/useOutbox';
import { type Shipment, shipmentsApi } from './api';
import { withDeeds } from './deeds';
import { packedList, waitingList } from './local';

/** One parcel of this station; without network from the pick lists of the last time. */
export function useShipment(uid: string) {
  const session = useSession();
  const outbox = useOutbox();

  async function kept(): Promise<Shipment | undefined> {
    const lists = await Promise.all(
      [waitingList, packedList].map((list) => readList(list, session.hat?.uid)),
    );
    return lists.flatMap((list) => list?.rows ?? []).find((one) => one.uid === uid);
  }

  const load = useLoad<Shipment>(async (signal) => {
    try {
      return await shipmentsApi.one(uid, signal);
    } catch (error) {
      const known = isOffline(error) ? await kept() : undefined;
      if (known) return known;
      throw error;
    }
  });
  /** What was done here and is still on its way counts already. */
  const shipment = computed(() =>
    load.data.value ? withDeeds(load.data.value, outbox.items) : null,
  );
  return { ...load, shipment };
}

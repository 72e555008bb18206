import { isOffline } from '@xiangzhan/core';

import { useOutbox } from '../backend/useOutbox';
import type { Shipment } from './api';
import type { ParcelDeed } from './deeds';

/** Done at once where there is a network; else written into the outbox under the same key. */
export function useOrQueue() {
  const outbox = useOutbox();

  async function orQueue(
    deed: () => Promise<Shipment>, kind: string, key: string, body: ParcelDeed, title: string,
    after: string | null = null,
  ): Promise<Shipment | null> {
    try {
      if (after === null) return await deed();
      await outbox.add(() => Promise.resolve([{ uid: key, kind, title, body, after }]));
      return null;
    } catch (error) {
      if (!isOffline(error)) throw error;
      await outbox.add(() => Promise.resolve([{ uid: key, kind, title, body }]));
      return null;
    }
  }

  return { orQueue };
}

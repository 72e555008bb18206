import { type OutboxItem, type OutboxRows, waitingFor, waitingInstead } from '@xiangzhan/core';

import { store } from './store';

/** The rows of the outbox as the sender sees them. */
export const outboxRows: OutboxRows = {
  all: async () => (await store().outbox.all()).sort((a, b) => a.number - b.number),
  save: async (items) => store().outbox.put(...items),
};

/** A record that got a new uid takes along its photos and what waits for it. */
export function replaceRow(uid: string, item: OutboxItem): Promise<void> {
  return store().together(async () => {
    await store().outbox.put(item);
    if (item.uid === uid) return;
    await store().outbox.drop(uid);
    const waiting = waitingFor(await store().outbox.all(), uid);
    await store().outbox.put(...waiting.map((one) => waitingInstead(one, uid, item.uid)));
    const photos = (await store().photos.all()).filter((photo) => photo.item === uid);
    await store().photos.put(...photos.map((photo) => ({ ...photo, item: item.uid })));
  });
}

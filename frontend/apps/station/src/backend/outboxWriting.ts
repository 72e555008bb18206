import { advance, newItem, type NewItem, type OutboxEvent, type OutboxItem, type Owner } from '@xiangzhan/core';

import { replaceRow } from './outboxRows';
import { nextNumber, type Photo, store } from './store';

export type Fresh<Body> = Omit<NewItem<Body>, 'number' | 'made_at' | 'owner'>;
export type Make<Body> = (number: number) => Promise<readonly Fresh<Body>[]>;

/** Records, their numbers and their photos in one transaction: all of it or nothing. */
export function writeRecords<Body>(
  make: Make<Body>, photos: readonly Photo[], owner: Owner,
): Promise<OutboxItem<Body>[]> {
  const made_at = new Date().toISOString();
  return store().together(async () => {
    const number = await nextNumber('outbox');
    // A fraction keeps the order of what was written in one go.
    const rows = (await make(number)).map((one, index) =>
      newItem({ ...one, number: number + index / 100, made_at, owner }),
    );
    await store().outbox.put(...rows);
    await store().photos.put(...photos);
    return rows;
  });
}

export async function applyEvent(uid: string, event: OutboxEvent): Promise<void> {
  const found = await store().outbox.one(uid);
  if (found) await replaceRow(uid, advance(found, event));
}

const KEPT_MS = 30 * 24 * 3600 * 1000;

/** Receipts of the server are kept a month to look at and to print again; then they make room. */
export async function dropOldReceipts(nowMs: number): Promise<void> {
  const old = (await store().outbox.all()).filter(
    (item) => item.state === 'sent' && nowMs - Date.parse(item.sent_at ?? item.made_at) > KEPT_MS,
  );
  const sent = new Set((await store().outbox.all()).filter((item) => item.state === 'sent').map((item) => item.uid));
  const photos = (await store().photos.all()).filter((photo) => photo.sent || (photo.hash && sent.has(photo.item)));
  await store().outbox.drop(...old.map((item) => item.uid));
  await store().photos.drop(...photos.map((photo) => photo.id));
}

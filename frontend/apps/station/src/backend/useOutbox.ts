import {
  advance, countsOf, hatsWaiting, isOverdue, isUnsent, newItem, type NewItem, type OutboxEvent,
  type OutboxItem, restartSending, type Run,
} from '@xiangzhan/core';
import { useSession } from '@xiangzhan/ui/session';
import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';

import { useLines } from './lines';
import { outboxRows, replaceRow } from './outboxRows';
import { nextNumber, type Photo, store } from './store';
import { useBindings } from './useBindings';

const EVERY_MS = 60_000;
const MOMENT_MS = 30_000;

export type Fresh<Body> = Omit<NewItem<Body>, 'number' | 'made_at' | 'owner'>;

/** The records of this device on their way to the server. One for the whole app. */
export const useOutbox = defineStore('outbox', () => {
  const session = useSession();
  const bindings = useBindings();
  const lines = useLines();
  const items = shallowRef<OutboxItem[]>([]);
  const sending = ref(false);
  const last = shallowRef<Run | null>(null);
  const nowMs = ref(Date.now());
  const counts = computed(() => countsOf(items.value));
  const overdue = computed(() => isOverdue(counts.value.oldest_at, nowMs.value));
  const unsent = computed(() => items.value.filter(isUnsent));

  async function refresh(): Promise<void> {
    items.value = await outboxRows.all();
  }

  async function start(): Promise<void> {
    await restartSending(outboxRows);
    await refresh();
    store().watchOutbox(() => void refresh());
    window.addEventListener('online', () => void sendAll());
    setInterval(() => void sendAll(), EVERY_MS);
    setInterval(() => (nowMs.value = Date.now()), MOMENT_MS);
    void sendAll();
  }

  /** Writes records down, all or none, before anything else happens; then tries to send. */
  async function add<Body>(
    make: (number: number) => Promise<readonly Fresh<Body>[]>, photos: readonly Photo[] = [],
  ): Promise<OutboxItem<Body>[]> {
    const owner = {
      user: session.user?.uid ?? '', hat: session.hat?.uid ?? '', name: session.hat?.scope_name ?? '',
      station: bindings.active?.station.uid ?? '',
    };
    const made_at = new Date().toISOString();
    const added = await store().together(async () => {
      const number = await nextNumber('outbox');
      const fresh = await make(number);
      // A fraction keeps the order of what was written in one go.
      const rows = fresh.map((one, index) =>
        newItem({ ...one, number: number + index / 100, made_at, owner }),
      );
      await store().outbox.put(...rows);
      if (photos.length) await store().photos.put(...photos);
      return rows;
    });
    await refresh();
    void sendAll();
    return added;
  }

  async function apply(uid: string, event: OutboxEvent): Promise<void> {
    const found = await store().outbox.one(uid);
    if (!found) return;
    await replaceRow(uid, advance(found, event));
    await refresh();
  }

  async function sendEverything(): Promise<void> {
    for (const hat of hatsWaiting(await outboxRows.all())) {
      const run = await lines.send(hat);
      if (!run) continue;
      last.value = run;
      if (run.outcome === 'offline') return;
    }
  }

  /** Two tabs or two taps never send at the same moment; a kill in between loses nothing. */
  async function sendAll(): Promise<void> {
    if (sending.value) return;
    sending.value = true;
    try {
      await exclusively(sendEverything);
      await refresh();
      await lines.beat(items.value);
    } finally {
      sending.value = false;
    }
  }

  const byUid = (uid: string): OutboxItem | undefined =>
    items.value.find((item) => item.uid === uid);
  return { items, counts, overdue, unsent, sending, last, start, add, apply, sendAll, byUid };
});

function exclusively(deed: () => Promise<void>): Promise<void> {
  // Missing on plain http and old phones; there the server's unique keys do the work alone.
  const locks = (navigator as { locks?: LockManager }).locks;
  return locks ? locks.request('xz-outbox', () => deed()).then(() => undefined) : deed();
}

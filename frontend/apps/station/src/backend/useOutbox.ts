import {
  countsOf, hatsWaiting, isOverdue, isUnsent, type OutboxEvent, type OutboxItem, restartSending,
  type Run,
} from '@xiangzhan/core';
import { useSession } from '@xiangzhan/ui/session';
import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';

import { useLines } from './lines';
import { outboxRows } from './outboxRows';
import { applyEvent, dropOldReceipts, type Make, writeRecords } from './outboxWriting';
import { type Photo, store } from './store';
import { useBindings } from './useBindings';

const EVERY_MS = 60_000;
const MOMENT_MS = 30_000;

/** The rows as the pages see them, followed over all tabs. */
function useRowsOfOutbox() {
  const items = shallowRef<OutboxItem[]>([]);
  const nowMs = ref(Date.now());
  const counts = computed(() => countsOf(items.value));
  const overdue = computed(() => isOverdue(counts.value.oldest_at, nowMs.value));
  const unsent = computed(() => items.value.filter(isUnsent));
  const byUid = (uid: string): OutboxItem | undefined =>
    items.value.find((item) => item.uid === uid);

  async function reload(): Promise<void> {
    items.value = await outboxRows.all();
  }

  let opening: Promise<void> | null = null;
  const open = (): Promise<void> => (opening ??= openOnce());

  async function openOnce(): Promise<void> {
    await restartSending(outboxRows);
    await dropOldReceipts(Date.now());
    await reload();
    store().watchOutbox(() => void reload());
    setInterval(() => (nowMs.value = Date.now()), MOMENT_MS);
  }

  return { items, counts, overdue, unsent, byUid, reload, open };
}

/** The records of this device on their way to the server. One for the whole app. */
export const useOutbox = defineStore('outbox', () => {
  const session = useSession();
  const bindings = useBindings();
  const lines = useLines();
  const rows = useRowsOfOutbox();
  const sending = ref(false);
  const last = shallowRef<Run | null>(null);
  // What was written down while a run was under way is not left for the next minute.
  let again = false;

  async function start(): Promise<void> {
    await rows.open();
    window.addEventListener('online', () => void sendAll());
    setInterval(() => void sendAll(), EVERY_MS);
    void sendAll();
  }

  /** Writes records down before anything else happens; only then they are tried to send. */
  async function add<Body>(
    make: Make<Body>, photos: readonly Photo[] = [],
  ): Promise<OutboxItem<Body>[]> {
    const added = await writeRecords(make, photos, {
      user: session.user?.uid ?? '', hat: session.hat?.uid ?? '',
      name: session.hat?.scope_name ?? '', station: bindings.active?.station.uid ?? '',
    });
    await rows.reload();
    void sendAll();
    return added;
  }

  async function apply(uid: string, event: OutboxEvent): Promise<void> {
    await applyEvent(uid, event);
    await rows.reload();
  }

  async function sendEverything(): Promise<void> {
    for (const hat of hatsWaiting(await outboxRows.all())) {
      const run = await lines.send(hat);
      if (!run) continue;
      last.value = run;
      if (run.outcome === 'offline') return;
    }
    await lines.sendPictures([...new Set(rows.items.value.map((item) => item.owner.hat))]);
  }

  /** Two tabs or two taps never send at the same moment; a kill in between loses nothing. */
  async function sendAll(): Promise<void> {
    // Only a "no" of the browser is certain; a "yes" is proved by the call alone.
    if (!navigator.onLine) return;
    again = true;
    if (sending.value) return;
    sending.value = true;
    try {
      while (again) {
        again = false;
        await exclusively(sendEverything);
        await rows.reload();
        await lines.beat(rows.items.value);
      }
    } finally {
      sending.value = false;
    }
  }

  return { ...rows, sending, last, start, add, apply, sendAll };
});

async function exclusively(deed: () => Promise<void>): Promise<void> {
  // Missing on plain http and old phones; there the server's unique keys do the work alone.
  const locks = (navigator as { locks?: LockManager }).locks;
  if (locks) await locks.request('xz-outbox', () => deed());
  else await deed();
}

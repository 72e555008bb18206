import { formatTime, isOffline, localDate } from '@xiangzhan/core';
import { useLoad } from '@xiangzhan/ui/base';
import { useSession } from '@xiangzhan/ui/session';
import { computed, ref, type ShallowRef } from 'vue';

import { store } from './store';

/** One list that the day needs without network; each domain names its own. */
export interface LocalList<Rows> {
  name: string;
  fetch: (signal?: AbortSignal) => Promise<Rows>;
}

const known: LocalList<unknown>[] = [];

export function localList<Rows>(
  name: string, fetch: (signal?: AbortSignal) => Promise<Rows>,
): LocalList<Rows> {
  const list = { name, fetch };
  known.push(list);
  return list;
}

const addressOf = (hat: string | undefined, name: string): string => `${hat ?? 'none'}/${name}`;

async function keep(address: string, rows: unknown): Promise<void> {
  await store().lists.put({ name: address, at: new Date().toISOString(), rows });
}

/** What the device last fetched under this hat; null when it never did. */
export async function readList<Rows>(
  list: LocalList<Rows>, hat: string | undefined,
): Promise<{ rows: Rows; at: string } | null> {
  const row = await store().lists.one(addressOf(hat, list.name));
  return row ? { rows: row.rows as Rows, at: row.at } : null;
}

/** Fetches every list anew while the network is there; the first failure ends it quietly. */
export async function refreshLists(hat: string | undefined): Promise<boolean> {
  for (const list of known) {
    try {
      await keep(addressOf(hat, list.name), await list.fetch());
    } catch (error) {
      if (isOffline(error)) return false;
    }
  }
  return true;
}

function asOfWords(at: string): string {
  const day = localDate(at);
  return day === localDate(new Date()) ? formatTime(at) : `${day} ${formatTime(at)}`;
}

/** A list for a page: what the device has at once, then the server's as soon as it answers. */
export function useLocal<Rows>(
  list: LocalList<Rows>, options: { isEmpty?: (rows: Rows) => boolean } = {},
) {
  const session = useSession();
  const asOf = ref('');
  const fetchedAt = ref('');
  const address = (): string => addressOf(session.hat?.uid, list.name);

  async function fresh(signal: AbortSignal): Promise<Rows> {
    const rows = await list.fetch(signal);
    await keep(address(), rows).catch(() => undefined);
    fetchedAt.value = new Date().toISOString();
    asOf.value = asOfWords(fetchedAt.value);
    return rows;
  }

  const load = useLoad(fresh, { ...options, immediate: false });
  const data: ShallowRef<Rows | null> = load.data;

  async function start(): Promise<void> {
    const kept = await readList(list, session.hat?.uid).catch(() => null);
    if (kept && data.value === null) {
      data.value = kept.rows;
      fetchedAt.value = kept.at;
      asOf.value = asOfWords(kept.at);
    }
    await load.reload();
  }
  const ready = start();
  const hasContent = computed(() => data.value !== null && !(options.isEmpty?.(data.value) ?? false));
  return { data, state: load.state, problem: load.problem, reload: load.reload, asOf, fetchedAt, hasContent, ready };
}

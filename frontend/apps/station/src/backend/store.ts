import type { Hat, OutboxItem } from '@xiangzhan/core';

export interface StationCard {
  uid: string;
  name: string;
  letters: string;
  county_letters: string;
  township: string;
  village: string;
  cooperative: { uid: string; name: string } | null;
}

/** A PIN as the device keeps it: a salted hash that takes its time. */
export interface PinLock {
  salt: string;
  hash: string;
  wrong: number;
  locked_until: number;
}

/** One operator on this device: the hat it was bound under and what opens it without network. */
export interface Binding {
  hat: Hat;
  hats: Hat[];
  user: { uid: string; name: string };
  station: StationCard;
  device_uid: string;
  letter: string;
  token: string;
  pin: PinLock | null;
  /** The last moment the server knew this operator; the offline grant counts from here. */
  confirmed_at: number;
  /** The server refused the token: only what is queued may still be saved. */
  revoked: boolean;
}

export type PhotoKind = 'produce' | 'signature';

export interface Photo {
  id: string;
  kind: PhotoKind;
  /** The record it belongs to. */
  item: string;
  made_at: string;
  blob: Blob;
  sent: boolean;
  /** The server's name for it, where its record names it. */
  hash?: string;
  /** Why the server will not take it; the record itself stands. */
  problem: string;
}

/** What was fetched for work without network: one row per list and hat. */
export interface CachedList {
  name: string;
  at: string;
  rows: unknown;
}

export interface MetaRow {
  key: string;
  value: unknown;
}

/** Four verbs are enough for every table of the device. */
export interface Shelf<Row> {
  one: (key: string) => Promise<Row | undefined>;
  all: () => Promise<Row[]>;
  /** Written when the promise is kept; an existing row of the same key is replaced. */
  put: (...rows: Row[]) => Promise<void>;
  drop: (...keys: string[]) => Promise<void>;
}

/**
 * The device's own store. It holds names, villages and the last four digits of a phone, prices,
 * lots and parcels of its own station, and what it made itself: no identity number, no account.
 */
export interface Shelves {
  outbox: Shelf<OutboxItem>;
  photos: Shelf<Photo>;
  lists: Shelf<CachedList>;
  bindings: Shelf<Binding>;
  meta: Shelf<MetaRow>;
  /** All of it or nothing, and nobody in between. */
  together: <Result>(deed: () => Promise<Result>) => Promise<Result>;
  /** Also told when another tab changes the outbox. */
  watchOutbox: (listener: () => void) => void;
  clear: () => Promise<void>;
}

let current: Shelves | null = null;

export function keepIn(shelves: Shelves): void {
  current = shelves;
}

export function store(): Shelves {
  if (!current) throw new Error('the store of the device is not open yet');
  return current;
}

export async function readMeta<Value>(key: string): Promise<Value | null> {
  return ((await store().meta.one(key))?.value as Value | undefined) ?? null;
}

export async function keepMeta(key: string, value: unknown): Promise<void> {
  await store().meta.put({ key, value });
}

/** The next running number under a key; inside `together` with the record that carries it. */
export async function nextNumber(key: string): Promise<number> {
  const next = ((await readMeta<number>(key)) ?? 0) + 1;
  await keepMeta(key, next);
  return next;
}

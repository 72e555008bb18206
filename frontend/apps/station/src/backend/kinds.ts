import { type Api, countsOf, type OutboxCounts, type OutboxItem, type Verdict } from '@xiangzhan/core';

/** How records of one kind reach the server and how a person reads and mends them. */
export interface Kind {
  name: string;
  /** How many go in one call. */
  most: number;
  send: (items: readonly OutboxItem[], api: Api) => Promise<Verdict[]>;
  /** Asks the server for a record that may have arrived; null when it is not there. */
  look?: (uid: string, api: Api) => Promise<unknown>;
  /** What is in it, line by line, as label and words. */
  lines: (body: unknown) => readonly (readonly [string, string])[];
  /** The same of the server's version, where the two differ. */
  otherLines?: (other: unknown) => readonly (readonly [string, string])[];
  /** Opens the record for mending; the address to go to. */
  edit?: (item: OutboxItem) => string;
  /** It closes what came before, so it is no record that a close would wait for. */
  closes?: boolean;
  /** Where the record can be seen, and what a person finds there. */
  page?: (item: OutboxItem) => string;
  pageName?: string;
}

const kinds = new Map<string, Kind>();

/** Each domain brings the kinds of record it makes. */
export function registerKind(key: string, kind: Kind): void {
  kinds.set(key, kind);
}

export function kindOf(key: string): Kind | undefined {
  return kinds.get(key);
}

/** What a device still owes the server, the closing of a day itself left out. */
export function owedOf(items: readonly OutboxItem[]): OutboxCounts {
  return countsOf(items.filter((item) => !kindOf(item.kind)?.closes));
}

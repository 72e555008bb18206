import type { Shelf, Shelves } from './store';

/** As a database would give it back: a copy, the bytes of a photo aside. */
function copyOf<Row>(row: Row): Row {
  const { blob, ...rest } = row as { blob?: Blob };
  return (blob ? { ...structuredClone(rest), blob } : structuredClone(row)) as Row;
}

function shelfOf<Row>(keyOf: (row: Row) => string, changed: () => void = () => undefined): Shelf<Row> & {
  rows: Map<string, Row>;
} {
  const rows = new Map<string, Row>();
  return {
    rows,
    one: (key) => Promise.resolve(rows.get(key)),
    all: () => Promise.resolve([...rows.values()]),
    put: (...fresh) => {
      fresh.forEach((row) => rows.set(keyOf(row), copyOf(row)));
      changed();
      return Promise.resolve();
    },
    drop: (...keys) => {
      keys.forEach((key) => rows.delete(key));
      changed();
      return Promise.resolve();
    },
  };
}

/** The store of a device without a database, for specs: the same verbs, gone with the program. */
export function memoryShelves(): Shelves {
  const listeners: (() => void)[] = [];
  const shelves = {
    outbox: shelfOf<Parameters<Shelves['outbox']['put']>[0]>(
      (row) => row.uid, () => listeners.forEach((listener) => listener()),
    ),
    photos: shelfOf<Parameters<Shelves['photos']['put']>[0]>((row) => row.id),
    lists: shelfOf<Parameters<Shelves['lists']['put']>[0]>((row) => row.name),
    bindings: shelfOf<Parameters<Shelves['bindings']['put']>[0]>((row) => row.hat.uid),
    meta: shelfOf<Parameters<Shelves['meta']['put']>[0]>((row) => row.key),
  };
  return {
    ...shelves,
    together: (deed) => deed(),
    watchOutbox: (listener) => listeners.push(listener),
    clear: () => {
      Object.values(shelves).forEach((shelf) => shelf.rows.clear());
      return Promise.resolve();
    },
  };
}

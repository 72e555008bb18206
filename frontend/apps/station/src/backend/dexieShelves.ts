import Dexie, { liveQuery, type Table } from 'dexie';

import type { Shelf, Shelves } from './store';

const TABLES = { outbox: 'uid, number', photos: 'id', lists: 'name', bindings: 'hat.uid', meta: 'key' };

function shelfOf<Row>(table: Table<Row, string>, order?: string): Shelf<Row> {
  return {
    one: async (key) => table.get(key),
    all: async () => (order ? table.orderBy(order).toArray() : table.toArray()),
    put: async (...rows) => {
      await table.bulkPut(rows);
    },
    drop: async (...keys) => table.bulkDelete(keys),
  };
}

/** The store in the browser's database; it outlives the tab, the browser and a dead battery. */
export function dexieShelves(name = 'xz-station'): Shelves {
  const base = new Dexie(name);
  base.version(1).stores(TABLES);
  return {
    outbox: shelfOf(base.table('outbox'), 'number'),
    photos: shelfOf(base.table('photos')),
    lists: shelfOf(base.table('lists')),
    bindings: shelfOf(base.table('bindings')),
    meta: shelfOf(base.table('meta')),
    together: (deed) => base.transaction('rw', base.tables, deed),
    watchOutbox: (listener) => {
      liveQuery(() => base.table('outbox').toArray()).subscribe({ next: listener });
    },
    clear: async () => {
      await base.delete();
      await base.open();
    },
  };
}

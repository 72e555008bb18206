import { localList } from '../backend/lists';
import { allRows } from '../backend/cursors';
import { householdsApi, type Listing, listingsApi, type LocalHousehold, type Lot, pricesApi, type Product, productsApi, villagesApi } from './api';
import { shelfApi } from './shelfApi';

// A catchment is a few villages: far fewer than a phone can hold, and no other village's people.
const MOST_PAGES = 60;

/** The households of this station's catchment, each with no more than it takes to find it. */
export const householdList = localList('households', async (signal): Promise<LocalHousehold[]> => {
  const { rows } = await allRows((cursor) => householdsApi.page(cursor, signal), MOST_PAGES);
  return rows.map(
    ({ uid, card_no, head_name, village, phone_tail, pinyin, initials, village_initials }) => ({
      uid, card_no, head_name, village, phone_tail, pinyin, initials, village_initials,
    }),
  );
});

/** Where somebody who is not in the register yet may be entered. */
export const villageList = localList('villages', (signal) => villagesApi.list(signal));

/** The worker answers from this shelf (vite.config.ts), also for what was never looked at. */
const PICTURES = 'station-static';

async function keepPictures(products: readonly Product[]): Promise<void> {
  const shelf = await caches.open(PICTURES);
  for (const picture of new Set(['produce', ...products.map((one) => one.picture)])) {
    const address = `/static/products/${picture}.svg`;
    if (picture && !(await shelf.match(address))) await shelf.add(address);
  }
}

export const productList = localList('products', async (signal): Promise<Product[]> => {
  const { rows } = await allRows((cursor) => productsApi.page(cursor, signal));
  // Missing on plain http; a tile without its drawing still has its name.
  if ('caches' in globalThis) void keepPictures(rows).catch(() => undefined);
  return rows;
});

/** What lies on the shelf: for counting it and for listing it without network. */
export const stockList = localList('stock', async (signal): Promise<Lot[]> => {
  const { rows } = await allRows((cursor) => shelfApi.stock(cursor, signal));
  return rows;
});

/** What is on sale here: more of the same goods can be added to it without network. */
export const liveList = localList('live', async (signal): Promise<Listing[]> => {
  const { rows } = await allRows((cursor) => listingsApi.list({ status: 'on_sale', cursor, page_size: 50 }, signal));
  return rows;
});

export const priceList = localList('prices', (signal) => pricesApi.list(signal));

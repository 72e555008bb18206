import { formatWeight, isOffline, type OutboxItem } from '@xiangzhan/core';

import { registerKind } from '../backend/kinds';
import { posting } from '../backend/posting';
import { useOutbox } from '../backend/useOutbox';
import { type Listing, listingsApi } from './api';
import { t } from './messages.zh';
import { receiptsAhead } from './weighedHere';

/** More lots for goods on sale; without network it waits, and for the weigh-ins of its lots. */
export const RESTOCK = 'restock';

export interface RestockBody {
  listing: string;
  title: string;
  lots: string[];
}

registerKind(RESTOCK, {
  name: t('restock.name'),
  most: 1,
  send: posting(
    (item) => `/listings/${(item.body as RestockBody).listing}/stock`,
    (item) => ({ lots: (item.body as RestockBody).lots }),
  ),
  lines: (body) => {
    const { title, lots } = body as RestockBody;
    return [[t('restock.name'), title], [t('listing.lots'), lots.join('、')]];
  },
  page: (item) => `/listings/${(item.body as RestockBody).listing}`,
});

/** What waits here for the network and takes these lots along. */
export function restockedIn(items: readonly OutboxItem[]): string[] {
  return items
    .filter((item) => item.kind === RESTOCK && ['queued', 'sending'].includes(item.state))
    .flatMap((item) => (item.body as RestockBody).lots);
}

/** At once, or into the outbox under the same key: then there is nothing to tell yet. */
export function useRestock() {
  const outbox = useOutbox();

  async function later(key: string, listing: Listing, lots: string[]): Promise<null> {
    const body: RestockBody = { listing: listing.uid, title: listing.title, lots };
    const title = t('restock.waits', { title: listing.title, weight: formatWeight(listing.package_g, '公斤') });
    const after = receiptsAhead(outbox.items, lots);
    await outbox.add(() => Promise.resolve([{ uid: key, kind: RESTOCK, title, body, after }]));
    return null;
  }

  return async (key: string, listing: Listing, lots: string[]): Promise<Listing | null> => {
    if (receiptsAhead(outbox.items, lots).length) return later(key, listing, lots);
    try {
      return await listingsApi.addStock(listing.uid, lots, key);
    } catch (error) {
      if (!isOffline(error)) throw error;
      return later(key, listing, lots);
    }
  };
}

import { isOffline, localDate } from '@xiangzhan/core';
import { api, useSession } from '@xiangzhan/ui/session';

import { readList } from '../backend/lists';
import { photosOf, uploadFor } from '../backend/photos';
import { store } from '../backend/store';
import { useOutbox } from '../backend/useOutbox';
import { type Listing, listingsApi, type Lot, type NewListing, type Price } from './api';
import { LISTING } from './listingKind';
import { priceList, stockList } from './local';
import { t } from './messages.zh';
import { unlistedOf } from './pool';

/** Puts goods on sale at once, or without network into the outbox under the same key. */
export function useOffer() {
  const session = useSession();
  const outbox = useOutbox();

  /** Lots and prices as the device last fetched them. */
  async function kept(): Promise<[Lot[], Price[]]> {
    const hat = session.hat?.uid;
    const [lots, prices] = await Promise.all([readList(stockList, hat), readList(priceList, hat)]);
    return [unlistedOf(lots?.rows ?? [], localDate(new Date())), prices?.rows ?? []];
  }

  /** What the server refused before is done now, by this listing. */
  async function settle(body: NewListing): Promise<void> {
    const refused = outbox.items.filter(
      (item) => item.kind === LISTING && item.state === 'attention' && (item.body as NewListing).lots.some((lot) => body.lots.includes(lot)),
    );
    for (const item of refused) await outbox.apply(item.uid, { type: 'withdraw', reason: t('listing.again') });
  }

  async function put(key: string, body: NewListing, photosUnder: string): Promise<Listing | null> {
    try {
      const photos = await uploadFor(photosUnder, api);
      const listing = await listingsApi.create({ ...body, photos }, key);
      await store().photos.drop(...(await photosOf(photosUnder)).map((photo) => photo.id));
      await settle(body);
      return listing;
    } catch (error) {
      if (!isOffline(error)) throw error;
      const own = (await photosOf(photosUnder)).map((photo) => ({ ...photo, item: key }));
      const title = t('listing.waits', { title: body.title });
      await outbox.add(() => Promise.resolve([{ uid: key, kind: LISTING, title, body }]), own);
      await settle(body);
      return null;
    }
  }

  return { kept, put };
}

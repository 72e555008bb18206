import { isOffline, localDate, newUuid, type OutboxItem } from '@xiangzhan/core';
import { api, useSession } from '@xiangzhan/ui/session';

import { allRows } from '../backend/cursors';
import { readList } from '../backend/lists';
import { outboxRows } from '../backend/outboxRows';
import { photosOf, uploadFor } from '../backend/photos';
import { store } from '../backend/store';
import { useOutbox } from '../backend/useOutbox';
import { type Listing, listingsApi, type Lot, lotsApi, type NewListing, type Price } from './api';
import { LISTING } from './listingKind';
import { priceList, stockList } from './local';
import { t } from './messages.zh';
import { unlistedOf } from './pool';
import { receiptsAhead, type ShelfLot, weighedHere } from './weighedHere';

/** Puts goods on sale at once, or without network into the outbox under the same key. */
export function useOffer() {
  const session = useSession();
  const outbox = useOutbox();

  /** What the server told of unlisted lots, with what was weighed in here since. */
  async function withOwn(lots: readonly Lot[], listed: readonly Lot[], toldAt: string): Promise<ShelfLot[]> {
    return [...weighedHere(await outboxRows.all(), session.hat?.uid, listed, toldAt), ...lots];
  }

  /** Lots and prices as the device last fetched them. */
  async function kept(): Promise<[ShelfLot[], Price[]]> {
    const hat = session.hat?.uid;
    const [stock, prices] = await Promise.all([readList(stockList, hat), readList(priceList, hat)]);
    const rows = stock?.rows ?? [];
    return [await withOwn(unlistedOf(rows, localDate(new Date())), rows, stock?.at ?? ''), prices?.rows ?? []];
  }

  /** Lots as the server tells them now. */
  async function unlisted(signal: AbortSignal): Promise<{ rows: ShelfLot[]; more: boolean }> {
    const { rows, more } = await allRows((cursor) => lotsApi.unlisted(cursor, signal));
    return { rows: await withOwn(rows, rows, new Date().toISOString()), more };
  }

  /** What the server refused before is done now, by this listing. */
  async function settle(body: NewListing): Promise<void> {
    const refused = outbox.items.filter(
      (item) => item.kind === LISTING && item.state === 'attention' && (item.body as NewListing).lots.some((lot) => body.lots.includes(lot)),
    );
    for (const item of refused) await outbox.apply(item.uid, { type: 'withdraw', reason: t('listing.again') });
  }

  /** It waits for the network, and for the weigh-ins of its lots. */
  async function later(key: string, body: NewListing, photosUnder: string, after: string[]): Promise<null> {
    const own = (await photosOf(photosUnder)).map((photo) => ({ ...photo, item: key }));
    const title = t('listing.waits', { title: body.title });
    await outbox.add(() => Promise.resolve([{ uid: key, kind: LISTING, title, body, after }]), own);
    await settle(body);
    return null;
  }

  async function put(key: string, body: NewListing, photosUnder: string): Promise<Listing | null> {
    const ahead = receiptsAhead(outbox.items, body.lots);
    if (ahead.length) return later(key, body, photosUnder, ahead);
    try {
      const photos = await uploadFor(photosUnder, api);
      const listing = await listingsApi.create({ ...body, photos }, key);
      await store().photos.drop(...(await photosOf(photosUnder)).map((photo) => photo.id));
      await settle(body);
      return listing;
    } catch (error) {
      if (!isOffline(error)) throw error;
      return later(key, body, photosUnder, []);
    }
  }

  function waiting(uid: string | undefined): OutboxItem | undefined {
    const item = outbox.byUid(uid ?? '');
    return item?.kind === LISTING && item.state !== 'sent' ? item : undefined;
  }

  /** The listing in the outbox takes the new words and goes again. */
  async function mend({ uid, tries }: OutboxItem, body: NewListing): Promise<null> {
    const after = receiptsAhead(outbox.items, body.lots);
    const title = t('listing.waits', { title: body.title });
    await outbox.apply(uid, { type: 'edit', body, title, uid: tries > 0 ? newUuid() : uid, after });
    void outbox.sendAll();
    return null;
  }

  return { kept, unlisted, put, waiting, mend };
}

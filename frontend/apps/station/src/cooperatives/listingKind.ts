import { keyOf, type OutboxItem } from '@xiangzhan/core';

import { registerKind } from '../backend/kinds';
import { uploadFor } from '../backend/photos';
import { judged } from '../backend/posting';
import { listingsApi, type NewListing } from './api';
import { t } from './messages.zh';

/** A listing made without network: its photos go first, then it names them. */
export const LISTING = 'listing';

registerKind(LISTING, {
  name: t('listing.name'),
  most: 1,
  send: judged(async (item, line) => {
    const photos = await uploadFor(item.uid, line);
    return listingsApi.create({ ...(item.body as NewListing), photos }, keyOf(item), line);
  }),
  lines: (body) => {
    const { title, price, lots } = body as NewListing;
    return [[t('listing.name'), title], [t('listing.price'), `${price} 元`], [t('listing.lots'), lots.join('、')]];
  },
  edit: (item) => {
    const { product, grade, lots } = item.body as NewListing;
    return `/listings/new?product=${product}&grade=${grade}&lots=${lots.join(',')}&mend=${item.uid}`;
  },
});

/** Lots of listings that wait here for the network. */
export function offeredIn(items: readonly OutboxItem[]): Set<string> {
  const open = items.filter((item) => item.kind === LISTING && ['queued', 'sending'].includes(item.state));
  return new Set(open.flatMap((item) => (item.body as NewListing).lots));
}

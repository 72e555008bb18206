import type { InboxKinds } from '../backend/inbox';
import { listingInbox, priceInbox, voidInbox } from '../cooperatives/inbox';
import { placeChangeInbox } from '../stations/inbox';

/** Every kind of document that can wait for somebody: the domain that owns it says how. */
export const inboxKinds: InboxKinds = {
  listing: listingInbox,
  void_request: voidInbox,
  price_draft: priceInbox,
  place_change: placeChangeInbox,
};

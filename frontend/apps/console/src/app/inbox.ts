import type { InboxKinds } from '../backend/inbox';
import { listingInbox } from '../cooperatives/inbox';
import { placeChangeInbox } from '../stations/inbox';

/** Every kind of document that can wait for somebody: the domain that owns it says how. */
export const inboxKinds: InboxKinds = {
  listing: listingInbox,
  place_change: placeChangeInbox,
};

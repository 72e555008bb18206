import type { InboxKinds } from '../backend/inbox';
import { listingInbox, priceInbox, voidInbox } from '../cooperatives/inbox';
import { placeChangeInbox } from '../stations/inbox';

/** Every kind of document that can wait for somebody: the domain that owns it says how. */
export const inboxKinds: InboxKinds = {
  listing: listingInbox,
  void_request: voidInbox,
  price_draft: priceInbox,
  place_change: placeChangeInbox,
  refundclaim: { link: (uid) => `/claims/${uid}`, words: '查看售后申请并审批' },
  settingproposal: { link: () => '/settings', words: '查看收费、运费或收款账户的规则并审批' },
  household_change: { link: (uid) => `/household-changes/${uid}`, words: '查看农户信息变更并审批' },
  cooperative: { link: (uid) => `/cooperatives/${uid}`, words: '查看合作社登记并审批' },
};

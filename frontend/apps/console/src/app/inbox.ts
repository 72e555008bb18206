import { type InboxKinds, reviewed } from '../backend/inbox';
import { backendInbox } from '../backend/inboxKinds';
import { listingInbox, priceInbox, voidInbox } from '../cooperatives/inbox';
import { scoringInbox } from '../impact/scoring/inbox';
import { ordersInbox } from '../orders/inbox';
import { placeChangeInbox } from '../stations/inbox';

/** Every kind of document that can wait for somebody: the domain that owns it says how. */
export const inboxKinds: InboxKinds = {
  listing: listingInbox,
  void_request: voidInbox,
  price_draft: priceInbox,
  place_change: placeChangeInbox,
  issue: { link: (uid) => `/issues/${uid}`, words: '查看整改和佐证，核验或销号' },
  household_change: { link: (uid) => `/household-changes/${uid}`, words: '查看农户信息变更并审批' },
  reveal: reviewed(
    (uid) => `/approvals/reveal/${uid}`,
    (uid) => `/approvals/reveal/${uid}/decide`,
    { explain: '同意后申请人 24 小时内可查看这一项一次，本户可以看到。' },
  ),
  goods_change: reviewed(
    (uid) => `/approvals/product/${uid}`,
    (uid) => `/approvals/product/${uid}/decide`,
    { explain: '同意后立即生效；已经收的货和卖出的订单保留当时的规则。' },
  ),
  trade_finding: reviewed(
    (uid) => `/approvals/trade-finding/${uid}`,
    (uid) => `/approvals/trade-finding/${uid}/decide`,
    { explain: '同意后按认定意见办：属实的立即计入各级合计，虚假的一直不计入。' },
  ),
  cooperative: { link: (uid) => `/cooperatives/${uid}`, words: '查看合作社登记并审批' },
  ...backendInbox,
  ...ordersInbox,
  ...scoringInbox,
};

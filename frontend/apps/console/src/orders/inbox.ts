import type { InboxKinds } from '../backend/inbox';

export const ordersInbox: InboxKinds = {
  refundclaim: { link: (uid) => `/claims/${uid}`, words: '查看售后申请并审批' },
  settingproposal: { link: () => '/settings', words: '查看收费、运费或收款账户的规则并审批' },
};

import { type InboxKinds, reviewed } from '../backend/inbox';

export const ordersInbox: InboxKinds = {
  surplus: reviewed(
    (uid) => `/approvals/surplus/${uid}`,
    (uid) => `/approvals/surplus/${uid}/decide`,
    { explain: '监事同意后开始公示 7 天，再由成员大会决议。' },
  ),
  period_close: reviewed(
    (uid) => `/approvals/period-close/${uid}`,
    (uid) => `/approvals/period-close/${uid}/decide`,
    { explain: '结账后这一期的账目不再变动，也不能重新打开。' },
  ),
  refundclaim: { link: (uid) => `/claims/${uid}`, words: '查看售后申请并审批' },
  settlement_run: { link: (uid) => `/settlements/${uid}`, words: '查看结算单并审批' },
  payout_run: { link: (uid) => `/payouts/${uid}`, words: '查看付款批次并批准' },
  settingproposal: { link: () => '/settings', words: '查看收费、运费或收款账户的规则并审批' },
};

import { type InboxKinds, reviewed } from '../../backend/inbox';

const at = (uid: string) => `/approvals/indicator-set/${uid}`;

/** What the county agrees to: definitions at once, sheets on their own page. */
export const scoringInbox: InboxKinds = {
  indicator_set: reviewed(at, (uid) => `${at(uid)}/decide`, {
    explain: '同意后从起用日期起的考核期都按这一版，不能再改。',
  }),
  score_sheet: { link: (uid) => `/score-sheets/${uid}`, words: '查看考核表，审核或审定' },
};

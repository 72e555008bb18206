import type { Field } from '../backend/forms';

/** What the accountant books, and what the manager asks when a member leaves. */
export const BOOK: readonly Field[] = [
  {
    key: 'kind',
    label: '账户',
    kind: 'choice',
    choices: [['capital', '出资额'], ['reserve', '公积金份额'], ['subsidy', '财政补助与捐赠份额']],
  },
  { key: 'amount', label: '金额（元）', required: true, hint: '减少写负数，例如 -200.00' },
  { key: 'booked_on', label: '日期', kind: 'date', required: true },
  { key: 'reason', label: '事由', required: true },
  { key: 'voucher_no', label: '凭证号' },
];

export const END: readonly Field[] = [
  { key: 'left_on', label: '退社日期', kind: 'date', required: true, hint: '当天起不再是社员' },
  { key: 'reason', label: '原因', required: true },
];

import { formatWeight } from '@xiangzhan/core';

import type { Column } from '../backend/lists';
import { yuanText } from '../backend/words';
import type { MemberAccount } from './salesApi';

type Money = 'capital' | 'reserve' | 'subsidy' | 'bought' | 'sold' | 'patronage' | 'payable' | 'paid';
const money = (label: string, name: Money): Column<MemberAccount> => ({
  label, number: true, text: (row) => yuanText(row[name]),
});

export const ACCOUNTS: readonly Column<MemberAccount>[] = [
  { label: '编号', text: (row) => row.number, to: (row) => `/memberships/${row.membership}` },
  { label: '户主', text: (row) => row.head_name, to: (row) => `/memberships/${row.membership}` },
  { label: '村', text: (row) => row.village },
  money('出资额', 'capital'), money('公积金份额', 'reserve'), money('补助份额', 'subsidy'),
  { label: '收货', number: true, text: receiptsText, to: (row) => `/receipts?search=${row.head_name}` },
  { label: '净重', number: true, text: (row) => formatWeight(row.received_g, '斤') },
  money('收购额', 'bought'), money('代卖销售额', 'sold'), money('交易额', 'patronage'),
  money('应付', 'payable'), money('已付', 'paid'),
  { label: '对账单', text: () => '销售明细', to: (row) => `/sales/rows?member=${row.household}` },
];

function receiptsText(row: MemberAccount): string {
  const waiting = row.unpriced_count ? `（待定价 ${row.unpriced_count}）` : '';
  return `${row.receipts_count} 笔${waiting}`;
}

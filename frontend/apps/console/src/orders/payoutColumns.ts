import type { Field } from '../backend/forms';
import type { Column } from '../backend/lists';
import { instantText, yuanText } from '../backend/words';
import type { Payout, PayoutResult, PayoutRun } from './payoutApi';

export const PAYOUT_STATES = [
  ['', '全部'], ['paid', '已付'], ['sent', '已发出'], ['unknown', '结果待查'], ['failed', '失败'], ['returned', '退回'],
] as const;

/** What happened to its households, in words: nobody counts colours. */
export function outcomeText(run: PayoutRun): string {
  const parts = [`已付 ${run.paid_count}/${run.payees}`];
  if (run.failed_count) parts.push(`失败或退回 ${run.failed_count}`);
  if (run.unknown_count) parts.push(`待查 ${run.unknown_count}`);
  return parts.join('，');
}

/** What a run pays for, and where that stands. */
export function documentText(run: PayoutRun): string {
  return run.surplus ? `${run.surplus_year} 年度盈余分配` : `第 ${run.settlement_number} 号结算单`;
}

export function documentPath(run: PayoutRun): string {
  return run.surplus ? `/surplus/${run.surplus}` : `/settlements/${run.settlement}`;
}

/** What a result file changed; the same file again changes nothing. */
export function resultText(result: PayoutResult): string {
  return `结果已导入：${result.rows} 行，已付 ${result.paid} 户，失败或退回 ${result.failed} 户`;
}

export const PAYOUT_RUNS: readonly Column<PayoutRun>[] = [
  { label: '批次', text: (row) => `第 ${row.number} 号`, to: (row) => `/payouts/${row.uid}` },
  { label: '合作社', text: (row) => row.cooperative_name },
  { label: '付的是', text: documentText, to: documentPath },
  { label: '方式', text: (row) => row.method_name },
  { label: '金额', number: true, text: (row) => yuanText(row.total) },
  { label: '状态', text: (row) => row.state_name },
  { label: '结果', text: outcomeText },
  { label: '经办', text: (row) => `${row.made_by_name} ${instantText(row.made_at)}` },
];

export const PAYOUTS: readonly Column<Payout>[] = [
  { label: '付款编号', text: (row) => row.number },
  { label: '收款人', text: (row) => row.payee_name },
  { label: '账号', text: (row) => row.account || '现金' },
  { label: '金额', number: true, text: (row) => yuanText(row.amount) },
  { label: '第几次', number: true, text: (row) => String(row.attempt) },
  { label: '状态', text: (row) => row.state_name },
  { label: '原因或凭证', text: (row) => row.failure || row.voucher_no || '—' },
  { label: '完成时间', text: (row) => instantText(row.done_at) },
];

export const NEW_PAYOUT: readonly Field[] = [
  {
    key: 'method', label: '付款方式', kind: 'choice',
    choices: [['bank_file', '银行代发文件'], ['alipay', '支付宝转账'], ['cash', '现金签领']],
    hint: '只列入能用这种方式付的农户；其余的另建批次。账号变更未满 14 天的不列入；超过每天限额的留到下一批',
  },
  { key: 'minutes_no', label: '成员大会纪要编号', hint: '超过 5 万元时必填' },
];

export const SIGN: readonly Field[] = [{ key: 'voucher_no', label: '签领表编号', required: true, hint: '农户在签领表上签字后登记' }];

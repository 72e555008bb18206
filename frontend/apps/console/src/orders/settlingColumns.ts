import type { Field } from '../backend/forms';
import { todayText } from '../backend/forms';
import type { Column } from '../backend/lists';
import { instantText, yuanText } from '../backend/words';
import { findHouseholds, findStations } from '../cooperatives/choosers';
import type { Agreement, Line, NoticeRow, Objection, Party, Run } from './settlingApi';

export const RUN_STATES = [
  ['', '全部'], ['open', '办理中'], ['notice', '公示中'], ['posted', '已过账'], ['paid', '已付清'], ['cancelled', '已作废'],
] as const;
export const LINE_STATES = [
  ['', '全部'], ['included', '计入'], ['excluded', '不计入'], ['held', '异议暂缓'], ['released', '转下次'],
] as const;

export const RUNS: readonly Column<Run>[] = [
  { label: '单号', text: (row) => `第 ${row.number} 号`, to: (row) => `/settlements/${row.uid}` },
  { label: '合作社', text: (row) => row.cooperative_name + (row.station_name ? `（${row.station_name}）` : '') },
  { label: '期间', text: (row) => `${row.from_on} 至 ${row.to_on}` },
  { label: '状态', text: (row) => row.state_name },
  { label: '户数', number: true, text: (row) => String(row.households ?? '—') },
  { label: '扣款', number: true, text: (row) => yuanText(row.deducted) },
  { label: '应付', number: true, text: (row) => yuanText(row.payable) },
  { label: '过账时间', text: (row) => instantText(row.posted_at) },
];

/** Zero and below stand out in words, not by colour alone. */
function payableText(row: Party): string {
  if (row.carried !== '0.00') return `0.00 元（尚欠 ${yuanText(row.carried).replace('-', '')}）`;
  return row.payable === '0.00' ? '0.00 元（本次不付）' : yuanText(row.payable);
}

function changeText(row: Party): string {
  if (row.change === null) return '首次';
  return row.change.startsWith('-') ? yuanText(row.change) : `+${yuanText(row.change)}`;
}

export const PARTIES = (run: string): readonly Column<Party>[] => [
  { label: '农户', text: (row) => row.name, to: (row) => `/settlements/${run}/lines?household=${row.household}` },
  { label: '户卡', text: (row) => row.card_no },
  { label: '身份', text: (row) => (row.member ? '社员' : '非社员') },
  { label: '销售与收购', number: true, text: (row) => yuanText(row.gross) },
  { label: '上次结转', number: true, text: (row) => yuanText(row.brought) },
  { label: '预付款', number: true, text: (row) => yuanText(row.advance) },
  { label: '扣款', number: true, text: (row) => yuanText(row.deducted) },
  { label: '合作社承担', number: true, text: (row) => yuanText(row.relief) },
  { label: '本次应付', number: true, text: payableText },
  { label: '比上次', number: true, text: changeText },
];

export const LINES: readonly Column<Line>[] = [
  { label: '日期', text: (row) => row.on },
  { label: '农户', text: (row) => row.household_name },
  { label: '类别', text: (row) => row.kind_name },
  { label: '内容', text: (row) => row.words },
  { label: '金额', number: true, text: (row) => yuanText(row.amount) },
  { label: '状态', text: (row) => row.state_name },
  { label: '原因', text: (row) => row.reason || '—' },
];

export const NOTICE: readonly Column<NoticeRow>[] = [
  { label: '农户', text: (row) => row.name },
  { label: '村', text: (row) => row.village },
  { label: '本次收入', number: true, text: (row) => yuanText(row.gross) },
  { label: '扣款', number: true, text: (row) => yuanText(row.deducted) },
  { label: '应付', number: true, text: (row) => yuanText(row.payable) },
  { label: '备注', text: (row) => (row.held ? '有异议，部分暂缓' : '') },
];

export const OBJECTIONS: readonly Column<Objection>[] = [
  { label: '农户', text: (row) => row.household_name, to: (row) => `/settlements/${row.run}${row.state === 'open' ? '/lines?state=held' : ''}` },
  { label: '明细', text: (row) => row.words },
  { label: '金额', number: true, text: (row) => yuanText(row.amount) },
  { label: '异议', text: (row) => row.reason },
  { label: '提出', text: (row) => `${row.made_by_name} ${instantText(row.made_at)}` },
  { label: '状态', text: (row) => row.state_name },
  { label: '答复', text: (row) => row.answer || '—' },
];

export const AGREEMENTS: readonly Column<Agreement>[] = [
  { label: '农户', text: (row) => row.household_name },
  { label: '类别', text: (row) => row.kind_name },
  { label: '总额', number: true, text: (row) => yuanText(row.amount) },
  { label: '每次最多', number: true, text: (row) => (row.per_run === '0.00' ? '不限' : yuanText(row.per_run)) },
  { label: '顺序', number: true, text: (row) => String(row.priority) },
  { label: '协议编号', text: (row) => row.paper_no },
  { label: '签字日期', text: (row) => row.agreed_on },
  { label: '状态', text: (row) => (row.ended_on ? `${row.ended_on} 终止` : '有效') },
];

export const NEW_RUN = (): readonly Field[] => [
  { key: 'from_on', label: '从', kind: 'date', required: true, value: `${todayText().slice(0, 8)}01`, hint: '更早没有结算过的也会计入，并标明补结' },
  { key: 'to_on', label: '到', kind: 'date', required: true, hint: '最晚到今天' },
  { key: 'station', label: '只结算一个服务站', kind: 'chooser', find: findStations, hint: '不选就是全社' },
];

export const NEW_AGREEMENT: readonly Field[] = [
  { key: 'household', label: '农户', kind: 'chooser', find: findHouseholds, required: true },
  { key: 'amount', label: '预付金额（元）', required: true, hint: '下一次结算时付给农户，以后从收入中扣回，每次不超过收入的一半' },
  { key: 'per_run', label: '每次最多扣（元）', hint: '不填就是不另设上限' },
  { key: 'priority', label: '扣款顺序', kind: 'number', value: 10, hint: '数字小的先扣' },
  { key: 'paper_no', label: '农户签字的协议编号', required: true },
  { key: 'agreed_on', label: '签字日期', kind: 'date', required: true },
];

export const ANSWER: readonly Field[] = [
  { key: 'upheld', label: '结果', kind: 'choice', choices: [['no', '异议不成立，照原数结算'], ['yes', '异议成立，转下次结算']] },
  { key: 'answer', label: '答复', kind: 'long', required: true, hint: '农户会看到这段话' },
  { key: 'correction', label: '更正金额（元）', hint: '成立时填：少付的写正数，多付的写负数，由合作社账户承担' },
];

export const CORRECT: readonly Field[] = [
  { key: 'amount', label: '更正金额（元）', required: true, hint: '少付的写正数，多付的写负数；在下次结算中作为冲正一行' },
  { key: 'reason', label: '原因', required: true },
];

import type { Column } from '../backend/lists';
import { yuanText } from '../backend/words';
import type { FormRow, IncomeLine, PriceIndex, Wave } from './surveyApi';

export const WAVE_COLUMNS: readonly Column<Wave>[] = [
  { label: '年度', text: (row) => `${row.year} 年第 ${row.version_of_year} 版${row.synthetic ? '（演示）' : ''}`, to: (row) => `/income-forms?wave=${row.uid}` },
  { label: '问卷', text: (row) => row.instrument },
  { label: '状态', text: (row) => row.state_name },
  { label: '调查表', number: true, text: (row) => String(row.forms) },
  { label: '待采集', number: true, text: (row) => String(row.waiting) },
  { label: '待农户确认', number: true, text: (row) => String(row.collected) },
  { label: '待核对', number: true, text: (row) => String(row.confirmed) },
  { label: '退回', number: true, text: (row) => String(row.returned) },
  { label: '已核对', number: true, text: (row) => String(row.checked) },
];

export const INDEX_COLUMNS: readonly Column<PriceIndex>[] = [
  { label: '指数', text: (row) => row.name },
  { label: '年度', text: (row) => String(row.year) },
  { label: '基期', text: (row) => String(row.base_year) },
  { label: '指数值', number: true, text: (row) => (row.index_bp / 100).toFixed(2) },
  { label: '出处', text: (row) => row.source },
];

export const LINE_ROWS: readonly Column<IncomeLine>[] = [
  { label: '线', text: (row) => row.kind_name },
  { label: '年度', text: (row) => String(row.year) },
  { label: '人均每年', number: true, text: (row) => yuanText(row.amount) },
  { label: '出处', text: (row) => row.source },
];

export const FORM_COLUMNS: readonly Column<FormRow>[] = [
  { label: '农户', text: (row) => `${row.head_name} ${row.card_no}`, to: (row) => `/income-forms/${row.uid}` },
  { label: '村', text: (row) => `${row.township} ${row.village}` },
  { label: '年度', text: (row) => String(row.year) },
  { label: '进度', text: (row) => row.stage_name },
  { label: '情况', text: (row) => (row.stage === 'waiting' ? '—' : row.status_name) },
  { label: '退回原因', text: (row) => row.returned_because || '—' },
];

export const STAGES = [
  ['', '全部'], ['waiting', '待采集'], ['collected', '待农户确认'], ['confirmed', '待村级核对'],
  ['returned', '退回重填'], ['checked', '已核对'],
] as const;

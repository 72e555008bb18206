import { instantText } from '../backend/words';
import type { Difference, RunRow, Spec } from './runsApi';

export const RUN_COLUMNS = [
  { label: '评估', text: (row: RunRow) => `${row.spec_number}-${row.number} ${row.spec_title}`, to: (row: RunRow) => `/income-runs/${row.uid}` },
  { label: '结论', text: (row: RunRow) => row.verdict_name },
  { label: '拒绝代码', text: (row: RunRow) => row.refusal || '—' },
  { label: '数据', text: (row: RunRow) => (row.synthetic ? '演示数据' : '入户调查') },
  { label: '时间', text: (row: RunRow) => instantText(row.made_at) },
  { label: '摘要', text: (row: RunRow) => row.digest.slice(0, 12) },
];

export const SPEC_COLUMNS = [
  { label: '方案', text: (row: Spec) => `第 ${row.number} 号 ${row.title}`, to: (row: Spec) => `/income-specs/${row.uid}` },
  { label: '年度', text: (row: Spec) => `${row.first_year}—${row.last_year}` },
  { label: '冻结时间', text: (row: Spec) => instantText(row.frozen_at) },
  { label: '评估次数', number: true, text: (row: Spec) => String(row.run_count) },
];

const LIMITS: Readonly<Record<string, string>> = {
  least_controls: '对照村至少（个）', least_treated: '开站村至少（个）', randomised_below: '少于此数只用随机化推断（个村）',
  pretrend_p: '开站前走势 p 低于此值拒绝', pre_point_villages: '开站前各点至少（个村）', fragile_mbar: '稳健性临界 Mbar',
  attrition_gap: '两边流失之差上限（百分点）', attrition_overall: '总流失上限（%）', placebo_p: '安慰剂 p',
  bundle: '同期其他项目上限（%）', spillover_p: '外溢 p', cadre_estimates: '干部估计上限（%）', link_rate: '付款关联率至少（%）',
  implausible: '高于开站前均值（%）提示', implausible_high: '高于账本高值（倍）提示',
};
const NAMES: Readonly<Record<string, string>> = {
  verdict: '结论', refusal: '拒绝代码', data_digest: '数据摘要', control: '对照', title: '方案名称', number: '方案号',
  first_year: '起始年度', last_year: '结束年度', least_orders: '算作开站的订单数', least_months: '算作开站的月数',
  draws: '自助抽样', randomisations: '随机化次数', seed: '随机种子', county_code: '县',
  'headline.att': '人均每年影响（元）', 'headline.low': '区间下限（元）', 'headline.high': '区间上限（元）',
};

/** What of a spec or a run a row is about, in words. */
export function nameOf(key: string): string {
  return NAMES[key] ?? (key.startsWith('limits.') ? limitName(key.slice('limits.'.length)) : key);
}

export function limitName(key: string): string {
  return LIMITS[key] ?? key;
}

/** A figure of a refused run is NA, never nought. */
export function valueText(value: unknown): string {
  if (value === null || value === undefined || value === '') return 'NA';
  return typeof value === 'number' ? String(Math.round(value * 1000) / 1000) : String(value);
}

export const DIFFERENCE_COLUMNS = [
  { label: '项目', text: (row: Difference) => nameOf(row.name) },
  { label: '第一次', text: (row: Difference) => valueText(row.first) },
  { label: '第二次', text: (row: Difference) => valueText(row.second) },
];

/** Everything a frozen spec says, as rows. */
export function specRows(spec: Spec): [string, string][] {
  return [
    ['年度', `${spec.first_year}—${spec.last_year}`], ['对照', spec.control_name],
    ['算作开站', `一年内至少 ${spec.least_orders} 笔、${spec.least_months} 个月有完成的订单`],
    ['自助抽样', String(spec.draws)], ['随机化次数', String(spec.randomisations)], ['随机种子', String(spec.seed)],
    ...Object.entries(spec.limits).map(([key, value]): [string, string] => [limitName(key), valueText(value)]),
    ['冻结时间', instantText(spec.frozen_at)], ['摘要 SHA-256', spec.digest],
  ];
}

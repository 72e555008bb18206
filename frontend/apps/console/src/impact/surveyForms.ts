import type { Field } from '../backend/forms';
import type { IncomeForm } from './surveyApi';

const LAST_YEAR = new Date().getFullYear() - 1;
const county = (code: string): Field => ({ key: 'county_code', label: '县代码', required: true, value: code, hint: '六位区划代码' });
const year = (value: unknown = LAST_YEAR): Field => ({ key: 'year', label: '收入年度', kind: 'number', required: true, value });

/** A wave asks about a year that is over. */
export const waveFields = (code: string): Field[] => [
  county(code), year(),
  { key: 'instrument', label: '问卷名称', required: true, hint: '例如 住户收入问卷 A' },
  { key: 'series', label: '口径', kind: 'choice', choices: [['disposable', '可支配收入'], ['net_per_capita', '人均纯收入（旧口径）']] },
  {
    key: 'sampling', label: '抽样', kind: 'choice',
    choices: [['census', '全部在册农户'], ['random', '每村随机抽取'], ['panel', '沿用上一轮农户']],
  },
  { key: 'sample_per_village', label: '每村户数', kind: 'number', value: 0, hint: '仅每村随机抽取时填写' },
];

export const indexFields = (code: string): Field[] => [
  county(code),
  { key: 'name', label: '指数名称', required: true },
  { key: 'base_year', label: '基期年', kind: 'number', required: true },
  year(),
  { key: 'index_bp', label: '指数（基期＝10000）', kind: 'number', required: true, hint: '上涨 2% 填 10200' },
  { key: 'source', label: '出处', required: true },
];

export const lineFields = (code: string): Field[] => [
  county(code), year(),
  { key: 'kind', label: '线', kind: 'choice', choices: [['monitoring', '防返贫监测线'], ['poverty', '脱贫标准']] },
  { key: 'amount', label: '人均每年（元）', required: true },
  { key: 'source', label: '文件和文号', required: true },
];

/** How to estimate, frozen before the first wave of it is opened; limits left out take the defaults. */
export const specFields = (code: string): Field[] => [
  county(code),
  { key: 'title', label: '方案名称', required: true, hint: '例如 服务站开站的影响' },
  { key: 'first_year', label: '起始年度', kind: 'number', required: true, value: LAST_YEAR },
  { key: 'last_year', label: '结束年度', kind: 'number', required: true, value: LAST_YEAR + 4, hint: '至少三个年度，其收入调查都还没有开启' },
  { key: 'control', label: '对照', kind: 'choice', choices: [['notyet', '未开站与尚未开站的村'], ['never', '从未开站的村']] },
  { key: 'least_orders', label: '算作开站：一年至少完成的订单', kind: 'number', required: true, value: 12 },
  { key: 'least_months', label: '算作开站：至少几个月有订单', kind: 'number', required: true, value: 6 },
  { key: 'draws', label: '自助抽样次数', kind: 'number', required: true, value: 999 },
  { key: 'randomisations', label: '随机化次数', kind: 'number', required: true, value: 499 },
  { key: 'seed', label: '随机种子', kind: 'number', required: true, value: 1 },
];

export const checkFields = (version: number): Field[] => [
  { key: 'version', label: '版本', kind: 'number', value: version },
  { key: 'verdict', label: '核对结果', kind: 'choice', choices: [['approve', '同意'], ['return', '退回重填']] },
  { key: 'reason', label: '退回原因', kind: 'long', hint: '退回时写明要改什么' },
];

export const revisitFields: Field[] = [
  { key: 'earned', label: '农户复访时说的劳动经营财产收入（元）', required: true },
  { key: 'note', label: '说明', kind: 'long', hint: '与原表相差一成以上必须写明原因' },
];

const EVIDENCE = [['declared', '自述'], ['document', '单据'], ['bank', '银行流水'], ['platform', '平台账本']] as const;
const AMOUNTS: readonly (readonly [keyof IncomeForm & string, string])[] = [
  ['wage', '工资收入'], ['welfare_wage', '其中公益岗位工资'], ['other_revenue', '平台以外的经营收入'],
  ['own_consumption', '自产自用折价'], ['operating_expense', '经营费用'], ['depreciation', '生产性固定资产折旧'],
  ['production_tax', '生产税'], ['property', '财产净收入'], ['dividend', '其中合作社和村集体分红'],
  ['transfer_received', '转移性收入'], ['transfer_paid', '转移性支出'],
];
const evidence = (key: string, label: string, form: IncomeForm): Field => ({
  key, label, kind: 'choice', choices: EVIDENCE, value: form[key as keyof IncomeForm] || 'declared',
});

/** The platform's own figure is shown beside the form and is no field of it. */
export const collectFields = (form: IncomeForm): Field[] => [
  { key: 'version', label: '版本', kind: 'number', value: form.version },
  {
    key: 'status', label: '情况', kind: 'choice', value: form.status,
    choices: [['observed', '已采集'], ['refused', '拒访'], ['moved', '外迁'], ['died', '销户（人员死亡）'], ['split', '已分户']],
  },
  {
    key: 'method', label: '方式', kind: 'choice', value: form.method,
    choices: [['recall', '回忆'], ['diary', '记账'], ['administrative', '行政记录'], ['cadre_estimate', '干部估计']],
  },
  { key: 'persons', label: '常住人口', kind: 'number', required: true, value: form.persons },
  ...AMOUNTS.map(([key, label]): Field => ({ key, label: `${label}（元）`, required: true, value: form[key] })),
  evidence('wage_evidence', '工资依据', form), evidence('operating_evidence', '经营依据', form),
  evidence('property_evidence', '财产依据', form), evidence('transfer_evidence', '转移依据', form),
  { key: 'note', label: '备注', kind: 'long', value: form.note, hint: '收入比上一轮大起大落时写明原因' },
  {
    key: 'confirmed_by', label: '农户确认', kind: 'choice', value: '',
    choices: [['', '以后由农户自己确认'], ['signature', '农户已签名'], ['tap', '农户当面点按']],
  },
];

/** The form as it stands, in the order of the paper. */
export function formRows(form: IncomeForm): [string, string][] {
  return [
    ['状态', `${form.stage_name} · ${form.status_name}`], ['常住人口', `${form.persons} 人`],
    ['工资收入', form.wage], ['平台付给的货款（系统带出，不能改）', form.platform_sales],
    ['平台以外的经营收入', form.other_revenue], ['自产自用折价', form.own_consumption],
    ['经营费用、折旧、生产税', `${form.operating_expense}、${form.depreciation}、${form.production_tax}`],
    ['经营净收入', form.operating_net], ['财产净收入', form.property],
    ['转移净收入', form.transfer_net], ['劳动经营财产收入合计', form.earned],
    ['异常提示', form.flag_texts.join('；') || '—'], ['备注', form.note || '—'], ['退回原因', form.returned_because || '—'],
  ];
}

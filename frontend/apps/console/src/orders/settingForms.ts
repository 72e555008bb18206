import { deskApi } from '../backend/desk';
import { type Choice, type Field, type FormValues, todayText } from '../backend/forms';
import { pricesApi } from '../cooperatives/priceApi';

const DAY_MS = 86_400_000;
/** A change is announced seven days ahead (e-commerce law, Art. 34). */
const ANNOUNCED_DAYS = 8;

export const RATES = [
  ['payment_fee_bp', '支付手续费'], ['station_bp', '服务站'], ['cooperative_bp', '合作社'], ['village_bp', '村集体'],
] as const;

const PACKAGING = 'packaging_fen_per_package';

const scopes = (kind: string) => async (term: string, signal: AbortSignal): Promise<readonly Choice[]> => {
  const found = await deskApi.scopes(kind, term, signal);
  return found.map((one) => ({ value: one.ref, label: one.name }));
};

const finders = {
  product_class: async (term: string, signal: AbortSignal): Promise<readonly Choice[]> => {
    const classes = await pricesApi.classes(signal);
    return classes.filter((one) => one.name.includes(term)).map((one) => ({ value: one.code, label: one.name }));
  },
  cooperative: scopes('cooperative'),
  station: scopes('station'),
  village: scopes('village'),
};

const fromOn = (): Field => ({
  key: 'from_on', label: '从哪天起执行', kind: 'date', required: true,
  value: todayText(new Date(Date.now() + ANNOUNCED_DAYS * DAY_MS)),
  hint: '变更须提前 7 天公布；第一版可以从今天起',
});

const SCOPES = [
  ['product_class', '只用于品类'], ['cooperative', '只用于合作社'], ['station', '只用于服务站'],
] as const;

const scopeFields = (): Field[] =>
  SCOPES.map(([name, label]): Field => ({
    key: `scope.${name}`, label, kind: 'chooser', find: finders[name],
    hint: name === 'product_class' ? '不选就是全县；可以和合作社、服务站一起选，最细的规则优先' : undefined,
  }));

export const feeFields = (): Field[] => [
  ...RATES.map(([key, name]): Field => ({
    key, label: `${name}（%）`, required: true, hint: '例如 5 或 0.6，没有就填 0',
  })),
  { key: PACKAGING, label: '包装费（元/件）', required: true, hint: '例如 1.00' },
  ...scopeFields(),
  fromOn(),
];

/** What one village's collective gets, in place of the share of the county's rule. */
export const villageFields = (): Field[] => [
  { key: 'scope.village', label: '哪个村', kind: 'chooser', find: finders.village, required: true },
  { key: 'village_bp', label: '村集体（%）', required: true, hint: '只改这个村集体的比例，其他费用按全县或本站规则' },
  fromOn(),
];

export const shippingFields = (): Field[] => [
  { key: 'fee_fen', label: '运费（元/单）', required: true },
  { key: 'free_from_fen', label: '满多少元包邮', required: true, hint: '填 0 表示不包邮' },
  { key: 'first_g', label: '首重（公斤）', required: true, hint: '这个重量以内不加价' },
  { key: 'step_g', label: '续重每多少公斤', required: true, hint: '不按重量加价就填 0' },
  { key: 'step_fen', label: '每段续重加多少元', required: true },
  { key: 'zones', label: '偏远地区加价', kind: 'long', hint: '一行一个地区，如：西藏自治区 12.00；不送的写：西藏自治区 不送' },
  fromOn(),
];

/** Key, label, and the figure as shipped. */
export const LIMITS = [
  ['refund_supervisor_from_fen', '协商退款超过多少元须监事同意', '5000'],
  ['supervisor_from_fen', '付款批次超过多少元须监事同意', '5000'],
  ['minutes_from_fen', '付款批次超过多少元须附成员大会纪要', '50000'],
  ['daily_cap_fen', '一个合作社每天最多付多少元', '200000'],
  ['township_from_fen', '结算单超过多少元须乡镇同意', '50000'],
  ['township_variance_bp', '盘点差异超过百分之几须乡镇同意', '3'],
  ['cap_bp', '扣款最多占本次收入的百分之几', '50'],
  ['floor_fen', '农户欠款最多结转多少元', '500'],
] as const;

export const limitFields = (): Field[] => [
  ...LIMITS.map(([key, label, value]): Field => ({ key, label, value, required: true })),
  { key: 'cooperative', label: '只用于合作社', kind: 'chooser', find: finders.cooperative, hint: '不选就是全县的合作社' },
  { ...fromOn(), value: todayText(), hint: '同意以后、从这天起办理的单据按新限额' },
];

export const merchantFields = (): Field[] => [
  { key: 'name', label: '账户名称', required: true },
  { key: 'app_id', label: '支付宝 AppID', required: true, hint: '16 位数字' },
  { key: 'seller_id', label: '支付宝商家号', required: true, hint: '16 位数字，2088 开头' },
  { key: 'cooperative', label: '哪个合作社的账户', kind: 'chooser', find: finders.cooperative, hint: '不选就是县里的账户' },
  { ...fromOn(), value: todayText(), hint: '同意以后即可收款' },
];

/** Whole hundredths of what was typed: percent to basis points, yuan to fen. NaN is refused. */
export function hundredths(text: unknown): number {
  return /^\d{1,7}(\.\d{1,2})?$/.test(String(text)) ? Math.round(Number(text) * 100) : Number.NaN;
}

const grams = (text: unknown): number =>
  /^\d{1,4}(\.\d{1,3})?$/.test(String(text)) ? Math.round(Number(text) * 1000) : Number.NaN;

const instantOf = (values: FormValues): string => `${String(values.from_on)}T00:00:00+08:00`;

/** What does not read as a number goes as it is: the server names the field. */
const sent = (value: number): number | null => (Number.isNaN(value) ? null : value);

/** What was chosen; nothing chosen is the whole county. */
function scopeOf(values: FormValues) {
  const chosen = Object.entries(values).filter(([key, value]) => key.startsWith('scope.') && value);
  return chosen.length ? { scope: Object.fromEntries(chosen.map(([key, value]) => [key.slice(6), value])) } : {};
}

export function feeProposal(values: FormValues) {
  const rates = RATES.map(([key]) => [key, sent(hundredths(values[key] ?? '0'))] as const);
  const packaging = sent(hundredths(values[PACKAGING] ?? '0'));
  return {
    kind: 'fees' as const,
    content: { ...Object.fromEntries(rates), [PACKAGING]: packaging, ...scopeOf(values) },
    effective_from: instantOf(values),
  };
}

export function limitProposal(values: FormValues) {
  const figures = LIMITS.map(([key]) => [key, sent(hundredths(values[key]))] as const);
  return {
    kind: 'limits' as const,
    content: { ...Object.fromEntries(figures), cooperative: values.cooperative },
    effective_from: instantOf(values),
  };
}

export function zonesOf(text: string) {
  return text.split('\n').map((line) => line.trim()).filter(Boolean).map((line) => {
    const [region = '', said = ''] = line.split(/\s+/);
    return said === '不送'
      ? { region, served: false, surcharge_fen: 0 }
      : { region, served: true, surcharge_fen: sent(hundredths(said)) };
  });
}

export function shippingProposal(values: FormValues) {
  return {
    kind: 'shipping' as const,
    content: {
      fee_fen: sent(hundredths(values.fee_fen)),
      free_from_fen: sent(hundredths(values.free_from_fen)),
      first_g: sent(grams(values.first_g)),
      step_g: sent(grams(values.step_g)),
      step_fen: sent(hundredths(values.step_fen)),
      zones: zonesOf(String(values.zones ?? '')),
    },
    effective_from: instantOf(values),
  };
}

export function merchantProposal(values: FormValues) {
  const { name, app_id, seller_id, cooperative } = values;
  return {
    kind: 'merchant' as const,
    content: { name, app_id, seller_id, cooperative },
    effective_from: instantOf(values),
  };
}

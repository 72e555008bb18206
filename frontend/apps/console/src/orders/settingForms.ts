import { formatWeight, formatYuan } from '@xiangzhan/core';

import { type Field, type FormValues, todayText } from '../backend/forms';
import type { Proposal } from './settingsApi';

const DAY_MS = 86_400_000;
/** A change is announced seven days ahead (e-commerce law, Art. 34). */
const ANNOUNCED_DAYS = 8;

const RATES = [
  ['payment_fee_bp', '支付手续费'], ['station_bp', '服务站'], ['cooperative_bp', '合作社'], ['village_bp', '村集体'],
] as const;

const fromOn = (): Field => ({
  key: 'from_on', label: '从哪天起执行', kind: 'date', required: true,
  value: todayText(new Date(Date.now() + ANNOUNCED_DAYS * DAY_MS)),
  hint: '变更须提前 7 天公布；第一版可以从今天起',
});

export const feeFields = (): Field[] => [
  ...RATES.map(([key, name]): Field => ({
    key, label: `${name}（%）`, required: true, hint: '例如 5 或 0.6，没有就填 0',
  })),
  { key: 'packaging', label: '包装费（元/件）', required: true, hint: '例如 1.00' },
  fromOn(),
];

export const shippingFields = (): Field[] => [
  { key: 'fee', label: '运费（元/单）', required: true },
  { key: 'free_from', label: '满多少元包邮', required: true, hint: '填 0 表示不包邮' },
  { key: 'first_kg', label: '首重（公斤）', required: true, hint: '这个重量以内不加价' },
  { key: 'step_kg', label: '续重每多少公斤', required: true, hint: '不按重量加价就填 0' },
  { key: 'step', label: '每段续重加多少元', required: true },
  { key: 'remote', label: '偏远地区加价', kind: 'long', hint: '一行一个地区，如：西藏自治区 12.00；不送的写：西藏自治区 不送' },
  fromOn(),
];

export const merchantFields = (): Field[] => [
  { key: 'name', label: '账户名称', required: true },
  { key: 'app_id', label: '支付宝 AppID', required: true, hint: '16 位数字' },
  { key: 'seller_id', label: '支付宝商家号', required: true, hint: '16 位数字，2088 开头' },
  fromOn(),
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

export function feeProposal(values: FormValues) {
  const rates = RATES.map(([key]) => [key, sent(hundredths(values[key]))] as const);
  const packaging_fen_per_package = sent(hundredths(values.packaging));
  return {
    kind: 'fees' as const,
    content: { ...Object.fromEntries(rates), packaging_fen_per_package },
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
      fee_fen: sent(hundredths(values.fee)),
      free_from_fen: sent(hundredths(values.free_from)),
      first_g: sent(grams(values.first_kg)),
      step_g: sent(grams(values.step_kg)),
      step_fen: sent(hundredths(values.step)),
      zones: zonesOf(String(values.remote ?? '')),
    },
    effective_from: instantOf(values),
  };
}

export function merchantProposal(values: FormValues) {
  const { name, app_id, seller_id } = values;
  return { kind: 'merchant' as const, content: { name, app_id, seller_id }, effective_from: instantOf(values) };
}

interface Zone {
  region: string;
  served: boolean;
  surcharge_fen: number;
}

const percent = (bp: unknown): string => `${Number(bp ?? 0) / 100}%`;
const zoneText = (zone: Zone): string =>
  zone.served ? `${zone.region}加 ${formatYuan(zone.surcharge_fen)}` : `${zone.region}不送`;

/** A proposal's content as a sentence, exactly what is signed. */
export function contentText({ kind, content }: Pick<Proposal, 'kind' | 'content'>): string {
  if (kind === 'fees') {
    const scope = Object.values((content.scope ?? {}) as Record<string, string>).join(' ');
    const rates = RATES.map(([key, name]) => `${name} ${percent(content[key])}`);
    const packaging = `包装 ${formatYuan(Number(content.packaging_fen_per_package))}/件`;
    return `${[...rates, packaging].join('，')}${scope ? `；只用于 ${scope}` : ''}`;
  }
  if (kind === 'shipping') {
    const free = Number(content.free_from_fen);
    const step = Number(content.step_fen);
    const parts = [
      `每单 ${formatYuan(Number(content.fee_fen))}`,
      free ? `满 ${formatYuan(free)} 包邮` : '不包邮',
      step ? `超过 ${formatWeight(Number(content.first_g), '公斤')} 后每 ${formatWeight(Number(content.step_g), '公斤')} 加 ${formatYuan(step)}` : '不按重量加价',
      ...((content.zones ?? []) as Zone[]).map(zoneText),
    ];
    return parts.join('，');
  }
  return `${String(content.name)}，AppID ${String(content.app_id)}，商家号 ${String(content.seller_id)}`;
}

import { formatWeight } from '@xiangzhan/core';

import type { Column } from '../backend/lists';
import { CLOSED, countText, instantText, yuanText } from '../backend/words';
import { gradeName } from '../cooperatives/priceApi';
import type { GainLine, GainSums, NearHome } from './gainApi';

type HasGain = { gain: GainSums | null };

const QUALITIES: Readonly<Record<string, string>> = {
  a: 'A 类', b: 'B 类', none: '无基准价', unreconciled: '对不上账，已剔除',
};

/** The same columns at every level; a closed place reads "<5". */
export function gainColumns<T extends HasGain>(): Column<T>[] {
  const money = (of: (gain: GainSums) => string) => (row: T) => (row.gain ? yuanText(of(row.gain)) : CLOSED);
  const count = (of: (gain: GainSums) => number) => (row: T) => (row.gain ? countText(of(row.gain)) : CLOSED);
  return [
    { label: '低值（A 类）', number: true, text: money((gain) => gain.low) },
    { label: '高值（加 B 类）', number: true, text: money((gain) => gain.high) },
    { label: '机构溢价（转移，不计）', number: true, text: money((gain) => gain.institution_premium) },
    { label: '付款行', number: true, text: count((gain) => gain.lines) },
    { label: '未计量行', number: true, text: count((gain) => gain.unmeasured_lines) },
    { label: '农户', number: true, text: count((gain) => gain.households) },
  ];
}

const orNa = (amount: string | null) => (amount === null ? 'NA' : yuanText(amount));

export const LINE_COLUMNS: readonly Column<GainLine>[] = [
  { label: '日期', text: (row) => row.on },
  { label: '产品', text: (row) => `${row.product} ${gradeName(row.grade)}` },
  { label: '方式', text: (row) => (row.mode === 'purchase' ? '收购' : '代卖') },
  { label: '重量', number: true, text: (row) => formatWeight(row.weight_g, '斤') },
  { label: '付给农户', number: true, text: (row) => yuanText(row.paid) },
  { label: '常规渠道价/斤', number: true, text: (row) => orNa(row.baseline_per_jin) },
  { label: '基准', text: (row) => QUALITIES[row.quality] ?? row.quality },
  { label: '增收', number: true, text: (row) => orNa(row.premium) },
  { label: '说明', text: (row) => (row.institution ? '机构采购：高出部分不计' : '') },
];

/** One receipt in words: what was weighed, where and when. */
export function receiptRows(line: GainLine): [string, string][] {
  return [
    ['凭证号', line.receipt], ['称重时间', instantText(line.weighed_at)], ['服务站', line.station],
    ['批次码', line.lot_code || '—'], ['产品', `${line.product} ${gradeName(line.grade)}`],
    ['本行重量', formatWeight(line.weight_g, '斤')], ['付给农户', yuanText(line.paid)],
  ];
}

export const NEAR_COLUMNS: readonly Column<NearHome>[] = [
  { label: '农户', text: (row) => `${row.name} ${row.card_no}`, to: (row) => `/households/${row.household}` },
  { label: '村', text: (row) => row.village },
  { label: '类别', text: (row) => row.category_name },
  { label: '常住人口', number: true, text: (row) => String(row.persons) },
  { label: '人均可支配收入', number: true, text: (row) => yuanText(row.per_head) },
  { label: '位置', text: (row) => row.place_name },
  { label: '采集方式', text: (row) => row.method_name },
];

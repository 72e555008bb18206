import { type Field, todayText } from '../backend/forms';
import { findStations, findVillages } from './choosers';
import { GRADES, type Product } from './priceApi';

const goods = (products: readonly Product[]): Field[] => [
  {
    key: 'product', label: '品种', kind: 'choice', required: true,
    choices: products.map((one) => [one.uid, one.name] as const),
  },
  { key: 'grade', label: '等级', kind: 'choice', required: true, choices: GRADES },
];

/** The county's highest selling price. */
export const ceilingFields = (products: readonly Product[]): Field[] => [
  ...goods(products),
  { key: 'sell_per_jin', label: '最高售价（元/斤）', required: true, hint: '例如 3.60' },
  { key: 'valid_from', label: '从哪天起', kind: 'date', required: true },
  { key: 'valid_to', label: '到哪天止', kind: 'date', hint: '留空为另行通知', value: '' },
  { key: 'source', label: '文件或来源', required: true },
];

/** What the usual channel paid on a day. */
export const observationFields = (products: readonly Product[]): Field[] => [
  ...goods(products),
  { key: 'area_code', label: '采集的村', kind: 'chooser', find: findVillages, required: true },
  { key: 'observed_on', label: '采集日期', kind: 'date', required: true, value: todayText() },
  { key: 'channel', label: '渠道', required: true, hint: '例如 收购商、集市' },
  { key: 'price_per_jin', label: '价格（元/斤）', required: true },
  { key: 'source', label: '来源', required: true },
];

const PAPERS = [
  ['quarantine', '检疫证明'], ['test', '检测报告'], ['licence', '生产许可'], ['gi', '地理标志授权'],
] as const;

/** A paper of the cooperative, with its days. */
export const paperFields = (products: readonly Product[]): Field[] => [
  goods(products)[0] as Field,
  { key: 'kind', label: '证件', kind: 'choice', required: true, choices: PAPERS },
  { key: 'number', label: '编号', required: true },
  { key: 'issuer', label: '签发单位', required: true },
  { key: 'valid_from', label: '从哪天起有效', kind: 'date', required: true },
  { key: 'valid_to', label: '到哪天止', kind: 'date', required: true },
];

/** The day of a station that cannot close it itself. */
export const closeFields = (): Field[] => [
  { key: 'station', label: '服务站', kind: 'chooser', find: findStations, required: true },
  { key: 'on', label: '哪一天', kind: 'date', required: true },
  { key: 'cash', label: '柜台现金（元）', required: true, hint: '没有就填 0' },
  { key: 'reason', label: '为什么代为日结', kind: 'long', required: true, hint: '例如：手机丢失，未上传的记录另行补录' },
];

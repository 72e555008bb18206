import { shortYuan } from '../backend/words';
import type { AreaRow, Overview } from './api';
import { besideText, cellsOf, gainText } from './figures';

/** One of the six numbers: what it is, how it moved, and what exactly is counted. */
export interface KeyNumber {
  key: string;
  name: string;
  value: string;
  note: string;
  means: string;
}

function money(overview: Overview, totals: AreaRow): KeyNumber[] {
  const { figures, before, year_ago: ago } = totals;
  const { before_name: name, ended } = overview;
  const yearAgo = ago ? `；${besideText(figures.sales, ago.sales, '去年同月', ended)}` : '';
  return [
    {
      key: 'sales', name: '助农销售额', value: shortYuan(figures.sales),
      note: besideText(figures.sales, before?.sales, name, ended) + yearAgo,
      means: '本期完成分账的订单货款，不含运费，退款已扣；按农户所在村（销售时冻结）归属。',
    },
    {
      key: 'income', name: '分给农户', value: shortYuan(figures.household_income),
      note: besideText(figures.household_income, before?.household_income, name, ended),
      means: '代卖货款分账后应付农户的部分；收购款在称重时已付，不在此重复计算。不是收入增加额。',
    },
  ];
}

function gain({ gain: found }: Overview): KeyNumber {
  const codes = found?.codes.length ? `（${found.codes.join('、')}）` : '';
  return {
    key: 'gain', name: '人均可归因增收（每年）', value: gainText(found),
    note: found ? `最近一次评估${codes}` : '完成一次增收评估后填写',
    means: '全县入户收入调查的双重差分估计，只报区间；不能估计时写代码，不写 0。',
  };
}

function counted(overview: Overview, { figures, before }: AreaRow): KeyNumber[] {
  const [, , lines = '', weight = '', households = ''] = cellsOf(figures);
  const { before_name: name } = overview;
  return [
    {
      key: 'households', name: '受益户', value: `${households} 户`,
      note: before ? `${name} ${before.households_reached} 户` : `${name}不可比`,
      means: '本期至少成交一笔的农户，一村一户只算一次。',
    },
    {
      key: 'stations', name: '活跃服务站', value: `${figures.stations_active} / ${figures.stations_total}`,
      note: '本期有成交 / 已开业', means: '本期至少有一笔完成分账的服务站。',
    },
    {
      key: 'weight', name: '售出重量', value: weight, note: `${lines} 笔`,
      means: '实际售出的重量，短重和退货已扣。',
    },
  ];
}

export function keyNumbers(overview: Overview, totals: AreaRow): KeyNumber[] {
  return [...money(overview, totals), gain(overview), ...counted(overview, totals)];
}

import { shortYuan } from '../backend/words';
import type { AreaRow, Overview } from './api';
import { besideText, cellsOf, gainText, rateText } from './figures';

/** One of the six numbers: what it is, how it moved, and what exactly is counted. */
export interface KeyNumber {
  key: string;
  name: string;
  value: string;
  note: string;
  means: string;
  /** The page with the rows behind it. */
  to?: string;
}

function sales(overview: Overview, totals: AreaRow): KeyNumber {
  const { figures, before, year_ago: ago } = totals;
  const { before_name: name, ended } = overview;
  const yearAgo = ago ? `；${besideText(figures.sales, ago.sales, '去年同月', ended)}` : '';
  const [, income = '', lines = '', weight = ''] = cellsOf(figures);
  return {
    key: 'sales', name: '助农销售额', value: shortYuan(figures.sales),
    note: besideText(figures.sales, before?.sales, name, ended) + yearAgo,
    means: '本期完成分账的订单货款，不含运费，退款已扣，核查中的不计；按农户所在村（销售时冻结）归属。'
      + `其中分给农户 ${income}（收购款在称重时已付，不在内，不是收入增加额）；共 ${lines} 笔 ${weight}。`,
  };
}

function gain({ gain: found }: Overview): KeyNumber {
  const codes = found?.codes.length ? `（${found.codes.join('、')}）` : '';
  return {
    key: 'gain', name: '人均可归因增收（每年）', value: gainText(found),
    note: found ? `最近一次评估${codes}` : '完成一次增收评估后填写',
    means: '全县入户收入调查的双重差分估计，只报区间；不能估计时写代码，不写 0。',
    ...(found ? { to: `/income-runs/${found.run}` } : {}),
  };
}

function counted(overview: Overview, { figures, before }: AreaRow): KeyNumber[] {
  const households = cellsOf(figures).at(-1) ?? '';
  const { before_name: name } = overview;
  return [
    {
      key: 'households', name: '受益户', value: `${households} 户`,
      note: before ? `${name} ${before.households_reached} 户` : `${name}不可比`,
      means: '本期至少成交一笔的农户，一村一户只算一次。',
    },
    {
      key: 'stations', name: '活跃服务站', value: `${figures.stations_active} / ${figures.stations_total}`,
      note: '本期有成交 / 已开业', means: '本期至少有一笔完成分账的服务站。', to: '/overview/stations',
    },
  ];
}

function headline({ headline: head, before_name: name }: Overview): KeyNumber[] {
  if (!head) return [];
  const { settled, settled_before: earlier, problems } = head;
  const counts = problems.map((one) => `${one.name} ${one.count}`).join('、');
  return [
    {
      key: 'settled', name: '及时结算率', value: rateText(settled.rate_bp, '未到期'),
      note: `${name} ${rateText(earlier.rate_bp, '没有数据')}；已到期 ${settled.months} 个月`,
      means: '代卖货款在成交次月月底前付到农户的金额比例；全部抵扣扣款的按过账算。只算已到期的月份，每晚更新；收购款在称重时已应付，不在内。',
    },
    {
      key: 'problems', name: '未整改问题', value: `${head.open_problems} 件`,
      note: `${name}末 ${head.problems_before} 件`,
      means: `期末（本期未完则为现在）还没有办结的：${counts}。整改台账建立之前按这些单据统计；支付异常和对账差异只在县级统计。`,
    },
  ];
}

export function keyNumbers(overview: Overview, totals: AreaRow): KeyNumber[] {
  return [sales(overview, totals), gain(overview), ...counted(overview, totals), ...headline(overview)];
}

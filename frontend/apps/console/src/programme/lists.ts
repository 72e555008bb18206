import { type Column } from '../backend/lists';
import { yuanText } from '../backend/words';
import type { ProgrammeRow } from './api';

export interface ProgrammeList {
  title: string;
  emptyText: string;
  columns: readonly Column<ProgrammeRow>[];
}

type C = Column<ProgrammeRow>;
const text = (label: string, key: string): C => ({ label, text: (row) => String(row[key] ?? '—') });
const count = (label: string, key: string): C => ({
  label, number: true, text: (row) => Number(row[key]).toLocaleString('zh-CN'),
});
const money = (label: string, key: string): C => ({
  label, number: true, text: (row) => yuanText(String(row[key])),
});
const PLACE = text('地点', 'place');

/** The lists behind the numbers of the overview, by the last part of their address. */
export const LISTS: Readonly<Record<string, ProgrammeList>> = {
  branches: {
    title: '党组织',
    emptyText: '您的范围内没有登记党组织',
    columns: [text('名称', 'name'), text('类型', 'kind_name'), PLACE, count('党员（名）', 'member_count')],
  },
  visits: {
    title: '走访',
    emptyText: '您的范围内还没有走访记录',
    columns: [text('日期', 'visited_on'), PLACE, text('类型', 'kind'), text('走访人', 'visitor'), count('人次', 'persons')],
  },
  assistance: {
    title: '帮扶',
    emptyText: '您的范围内还没有帮扶记录',
    columns: [
      text('日期', 'given_on'), PLACE, text('农户卡号', 'household_card'), text('帮扶方', 'helper'),
      text('内容', 'kind'), money('资金', 'cash'), money('实物折合', 'in_kind_value'),
    ],
  },
  projects: {
    title: '项目',
    emptyText: '您的范围内还没有这类项目',
    columns: [
      text('名称', 'name'), text('类型', 'kind_name'), PLACE, text('开始', 'started_on'),
      text('资金来源', 'funded_by'), money('项目资金', 'funds'),
    ],
  },
  loans: {
    title: '贷款',
    emptyText: '您的范围内还没有贷款记录',
    columns: [
      text('发放日期', 'disbursed_on'), PLACE, text('农户卡号', 'household_card'),
      text('推荐党组织', 'branch'), text('品种', 'product_name'), text('用途', 'purpose'),
      count('期限（月）', 'term_months'), text('状态', 'status_name'), money('金额', 'amount'),
    ],
  },
  townships: {
    title: '乡镇',
    emptyText: '您的范围不含整个乡镇',
    columns: [text('区划代码', 'code'), text('名称', 'name'), count('村和社区（个）', 'villages')],
  },
  stations: {
    title: '服务站',
    emptyText: '您的范围内还没有服务站',
    columns: [text('名称', 'name'), PLACE, text('状态', 'status_name'), text('开站日期', 'opened_on')],
  },
  cooperatives: {
    title: '合作社',
    emptyText: '您的范围内还没有合作社',
    columns: [text('名称', 'name'), PLACE, text('统一社会信用代码', 'credit_code'), text('成立日期', 'founded_on')],
  },
};

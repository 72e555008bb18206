import type { Field } from '../backend/forms';
import type { AreaDetail } from './api';
import { findTownships, findVillages } from './choosers';

const REASON: Field = { key: 'reason', label: '原因', kind: 'long', required: true, hint: '批复文号或说明' };
const ON: Field = { key: 'on', label: '生效日期', kind: 'date', required: true, hint: '不晚于今天' };

export const PROVISIONAL_FIELDS: readonly Field[] = [
  { key: 'township', label: '乡镇', kind: 'chooser', find: findTownships, required: true, hint: '临时代码由系统在 900 至 999 中取' },
  { key: 'name', label: '全称', required: true, hint: '例如：新移民村委会' },
  { key: 'kind', label: '类型', kind: 'choice', choices: [['village', '村'], ['community', '社区']] },
  ON, REASON,
];

export interface AreaForm {
  label: string;
  path: string;
  fields: readonly Field[];
}

/** What the administrator may submit about an area; the county's official agrees. */
export function areaForms(area: AreaDetail): AreaForm[] {
  if (area.closed_on) return [];
  const text = (key: 'name' | 'official_name' | 'pinyin' | 'initials', label: string): Field => ({
    key, label, value: area[key], required: true,
  });
  return [
    { label: '更正名称', path: 'edits', fields: [
      text('name', '名称'), text('official_name', '全称'), text('pinyin', '拼音'),
      text('initials', '首字母'), ON, REASON,
    ] },
    { label: '登记相邻', path: 'neighbours', fields: [
      { key: 'neighbour', label: '相邻的村', kind: 'chooser', find: findVillages, required: true },
      { key: 'source', label: '依据', required: true, hint: '谁、哪份图说明相邻' }, REASON,
    ] },
    ...partings(area),
    { label: '撤销', path: 'close', fields: [ON, REASON] },
  ];
}

function partings(area: AreaDetail): AreaForm[] {
  const standing = area.neighbours.filter((row) => !row.valid_to);
  if (!standing.length) return [];
  const choices = standing.map((row) => [row.code, row.name] as const);
  return [{ label: '注销相邻', path: 'partings', fields: [
    { key: 'neighbour', label: '不再相邻的村', kind: 'choice', choices }, ON, REASON,
  ] }];
}

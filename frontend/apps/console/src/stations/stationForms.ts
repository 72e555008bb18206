import type { Field, FormValues } from '../backend/forms';
import type { StationDetail } from './api';
import { equipmentOf, equipmentText, HOSTS, ITEMS, LEVELS, SERVICES, ZONES } from './words';

export interface StationForm {
  label: string;
  path: string;
  fields: readonly Field[];
  shape: (values: FormValues) => FormValues;
}

const REASON: Field = { key: 'reason', label: '原因', kind: 'long', required: true };
const ON: Field = { key: 'on', label: '生效日期', kind: 'date', required: true, hint: '不晚于今天' };
const asIs = (values: FormValues) => values;

/** What the township may submit about a station as it stands now. */
export function stationForms(station: StationDetail): StationForm[] {
  return [
    ...moves(station),
    { label: '调入服务村', path: 'catchments', shape: asIs, fields: [
      { key: 'village', label: '村代码', required: true, hint: '12 位；该村原有的服务关系在生效日结束' },
      ON, REASON,
    ] },
    { label: '变更领办托管', path: 'branches', fields: [
      { key: 'part', label: '方式', kind: 'choice', choices: [['led', '支部领办'], ['hosted', '支部托管']] },
      { key: 'branch', label: '党组织编号', hint: '在“党组织”档案页复制；留空表示结束' },
      ON, REASON,
    ], shape: (values) => ({ ...values, branch: values.branch || null }) },
    { label: '登记运营员', path: 'postings', shape: asIs, fields: [
      { key: 'username', label: '账号', required: true, hint: '先在人员授权中授予本站运营员' },
      ON, REASON,
    ] },
    { label: '登记检查', path: 'inspections', fields: inspection(), shape: scored },
    { label: '修改资料', path: 'edits', fields: facts(station), shape: (values) => ({
      ...values, equipment: equipmentOf(String(values.equipment)),
    }) },
  ];
}

function moves(station: StationDetail): StationForm[] {
  if (!station.possible_moves.length) return [];
  const choices = station.possible_moves.map(({ key, name }) => [key, name] as const);
  return [{ label: '变更状态', path: 'moves', shape: asIs, fields: [
    { key: 'move', label: '变更', kind: 'choice', choices }, ON, REASON,
  ] }];
}

function inspection(): Field[] {
  const items = ITEMS.map(([item, most]): Field => ({
    key: item, label: `${item}（满分 ${most}）`, kind: 'number', required: true,
  }));
  return [
    { key: 'on', label: '检查日期', kind: 'date', required: true }, ...items,
    { key: 'note', label: '说明', kind: 'long' },
  ];
}

function scored(values: FormValues): FormValues {
  const scores = ITEMS.map(([item, most]) => ({ item, points: Number(values[item]), most }));
  return { on: values.on, note: values.note, scores };
}

function facts(station: StationDetail): Field[] {
  return [
    { key: 'name', label: '名称', value: station.name, required: true },
    { key: 'level', label: '级别', kind: 'choice', choices: LEVELS, value: station.level },
    { key: 'host_kind', label: '依托场所', kind: 'choice', choices: HOSTS, value: station.host_kind },
    { key: 'address', label: '地址', value: station.address },
    { key: 'area_m2', label: '面积（平方米）', kind: 'number', value: station.area_m2 },
    { key: 'equipment', label: '设备', value: equipmentText(station.equipment), hint: '例如：电子秤×1、货架×2' },
    { key: 'zones', label: '功能区', kind: 'choices', choices: ZONES, value: station.zones.map((one) => one.key) },
    { key: 'services', label: '服务项目', kind: 'choices', choices: SERVICES, value: station.services.map((one) => one.key) },
    { key: 'service_hours', label: '服务时间', value: station.service_hours },
    REASON,
  ];
}

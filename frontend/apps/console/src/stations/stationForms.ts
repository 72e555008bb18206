import type { Field, FormValues } from '../backend/forms';
import type { StationDetail } from './api';
import { findBranches, findOperators, findVillages } from './choosers';
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

export const OBJECTION_FIELDS: readonly Field[] = [
  { key: 'words', label: '异议内容', kind: 'long', required: true, hint: '哪一项、为什么；4 至 200 字' },
];
export const ANSWER_FIELDS: readonly Field[] = [
  { key: 'verdict', label: '结果', kind: 'choice', choices: [['upheld', '维持原评级'], ['reinspect', '重新检查']] },
  { key: 'answer', label: '答复', kind: 'long', required: true, hint: '提出人会看到；重新检查后另行登记' },
];
export const WITHDRAW_FIELDS: readonly Field[] = [{ ...REASON, hint: '撤回后该村可以重新申请' }];

/** An application is mended and sent again, or withdrawn; what runs is changed by submissions. */
export function stationForms(station: StationDetail): StationForm[] {
  if (station.application === 'returned') {
    return [{ label: '修改后重新提交', path: 'application', fields: facts(station), shape: described }];
  }
  return ['applied', 'closed'].includes(station.status) ? [] : running(station);
}

function running(station: StationDetail): StationForm[] {
  return [
    ...moves(station),
    { label: '调入服务村', path: 'catchments', shape: asIs, fields: [
      { key: 'village', label: '村', kind: 'chooser', find: findVillages, required: true, hint: '该村原有的服务关系在生效日结束' },
      ON, REASON,
    ] },
    { label: '变更领办托管', path: 'branches', fields: [
      { key: 'part', label: '方式', kind: 'choice', choices: [['led', '支部领办'], ['hosted', '支部托管']] },
      { key: 'branch', label: '党组织', kind: 'chooser', find: findBranches, hint: '不选表示这一方式在生效日结束' },
      ON, REASON,
    ], shape: (values) => ({ ...values, branch: values.branch || null }) },
    { label: '登记运营员', path: 'postings', shape: asIs, fields: [
      { key: 'username', label: '运营员', kind: 'chooser', find: findOperators(station.uid), required: true, hint: '先在“授权与任期”中授予本站运营员' },
      ON, REASON,
    ] },
    { label: '登记检查', path: 'inspections', fields: inspection(), shape: scored },
    { label: '修改资料', path: 'edits', fields: facts(station), shape: described },
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

/** As the record keeps it: equipment as a list, an empty place as none. */
export function described(values: FormValues): FormValues {
  return {
    ...values, equipment: equipmentOf(String(values.equipment)),
    longitude: values.longitude || null, latitude: values.latitude || null,
  };
}

export function placeFields(station?: StationDetail): Field[] {
  return [
    { key: 'longitude', label: '经度（WGS-84）', value: station?.longitude, hint: '例如 101.684460，可不填' },
    { key: 'latitude', label: '纬度（WGS-84）', value: station?.latitude, hint: '例如 36.935530，与经度一起填' },
  ];
}

function facts(station: StationDetail): Field[] {
  return [
    { key: 'name', label: '名称', value: station.name, required: true },
    { key: 'level', label: '级别', kind: 'choice', choices: LEVELS, value: station.level },
    { key: 'host_kind', label: '依托场所', kind: 'choice', choices: HOSTS, value: station.host_kind },
    { key: 'address', label: '地址', value: station.address },
    ...placeFields(station),
    { key: 'area_m2', label: '面积（平方米）', kind: 'number', value: station.area_m2 },
    { key: 'equipment', label: '设备', value: equipmentText(station.equipment), hint: '例如：电子秤×1、货架×2' },
    { key: 'zones', label: '功能区', kind: 'choices', choices: ZONES, value: station.zones.map((one) => one.key) },
    { key: 'services', label: '服务项目', kind: 'choices', choices: SERVICES, value: station.services.map((one) => one.key) },
    { key: 'service_hours', label: '服务时间', value: station.service_hours },
    REASON,
  ];
}

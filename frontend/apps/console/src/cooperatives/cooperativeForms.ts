import type { Field, FormValues } from '../backend/forms';
import { findStations, findVillages } from './choosers';
import type { Cooperative } from './registerApi';

const CREDIT_CODE_HINT =
  '18 位。93 开头是农民专业合作社；N1、N2、N3 开头是组、村、乡镇集体经济组织';
const CONTACT = (of?: Cooperative): readonly Field[] => [
  { key: 'address', label: '地址', value: of?.address ?? '' },
  { key: 'office_phone', label: '办公电话', value: of?.office_phone ?? '' },
  { key: 'business', label: '业务范围', value: of?.business ?? '' },
];

export const REGISTRATION: readonly Field[] = [
  { key: 'village', label: '所在村', kind: 'chooser', find: findVillages, required: true },
  { key: 'name', label: '合作社全称', required: true, hint: '与营业执照一致' },
  { key: 'credit_code', label: '统一社会信用代码', required: true, hint: CREDIT_CODE_HINT },
  { key: 'founded_on', label: '成立日期', kind: 'date', required: true },
  ...CONTACT(),
];

export function registrationBody({ village, ...said }: FormValues): object {
  return { village, said };
}

/** Contact and business; what stands on the licence only where the registration was returned. */
export function editFields(one: Cooperative): readonly Field[] {
  if (one.status !== 'returned') return CONTACT(one);
  return [
    { key: 'name', label: '合作社全称', required: true, value: one.name },
    { key: 'credit_code', label: '统一社会信用代码', required: true, value: one.credit_code, hint: CREDIT_CODE_HINT },
    ...CONTACT(one),
  ];
}

export const ENROL: readonly Field[] = [
  { key: 'card_no', label: '户卡号', required: true, hint: '农户出示的户卡，可扫码，如 HC000123' },
  { key: 'joined_on', label: '入社日期', kind: 'date', required: true },
  { key: 'number', label: '社员编号', hint: '不填则自动编号' },
  { key: 'capital', label: '出资额（元）', hint: '没有出资可不填' },
];

/** An empty amount is no amount. */
export function enrolBody({ capital, ...rest }: FormValues): object {
  return capital ? { ...rest, capital } : rest;
}

export const UNIT: readonly Field[] = [
  { key: 'name', label: '单位名称', required: true },
  { key: 'credit_code', label: '统一社会信用代码', required: true, hint: '18 位，公司以 91 开头' },
  { key: 'joined_on', label: '加入日期', kind: 'date', required: true },
];

export const ATTACH: readonly Field[] = [
  { key: 'station', label: '服务站', kind: 'chooser', find: findStations, required: true },
  { key: 'from_on', label: '挂靠起始日', kind: 'date', required: true, hint: '今天或以后；原有挂靠在这一天结束' },
  { key: 'reason', label: '原因', kind: 'long', required: true },
];

import { type Field, type FormValues, todayText } from '../backend/forms';
import { EVIDENCE } from './changeFields';
import { findVillages } from './choosers';

const VILLAGE: Field = {
  key: 'village', label: '所在村', kind: 'chooser', find: findVillages, required: true,
  hint: '您负责范围内的村和社区',
};

/** A full file: usable at once as a temporary one, in force when the township agrees. */
export const NEW_HOUSEHOLD: readonly Field[] = [
  VILLAGE,
  { key: 'name', label: '户主姓名', required: true, hint: '2 至 20 个字，可含“·”' },
  { key: 'identity', label: '户主身份证号', hint: '18 位；可以后补' },
  { key: 'phone', label: '联系电话', hint: '11 位手机号；没有可不填' },
  { key: 'villager_group', label: '村民小组' },
  { key: 'address', label: '门牌或地名' },
  { key: 'size', label: '家庭人口', kind: 'number', required: true, value: 1 },
  { key: 'labour_count', label: '劳动力', kind: 'number', value: 0 },
  { key: 'land_mu', label: '耕地（亩）', hint: '最多两位小数' },
  { key: 'reason', label: '建档原因', required: true },
  { key: 'evidence_kind', label: '证明材料', kind: 'choice', choices: [['', '暂无，以后补交'], ...EVIDENCE] },
  { key: 'evidence', label: '材料说明', hint: '如：户口本第 3 页已核对' },
];

export function newHouseholdBody({ village, ...said }: FormValues): object {
  return { village, said };
}

/** 临时登记: somebody who stands at the counter and is not in the register yet. */
export const TEMPORARY: readonly Field[] = [
  { key: 'name', label: '姓名', required: true, hint: '2 至 20 个字，可含“·”' },
  VILLAGE,
];

export const LATER_EVIDENCE: readonly Field[] = [
  { key: 'evidence_kind', label: '证明材料', kind: 'choice', choices: EVIDENCE },
  { key: 'evidence', label: '材料说明', hint: '如：户口本第 3 页已核对' },
];

export const PURPOSES_OF_CONSENT = [
  ['registry', '建档'], ['public_notice', '公示'], ['survey', '收入调查'],
  ['check_in', '入户签到'], ['public_name', '溯源页署名'],
] as const;

export const CONSENT: readonly Field[] = [
  { key: 'purpose', label: '用途', kind: 'choice', choices: PURPOSES_OF_CONSENT },
  { key: 'given', label: '意见', kind: 'choice', choices: [['yes', '同意'], ['no', '撤回同意']] },
  { key: 'method', label: '方式', kind: 'choice', choices: [
    ['paper', '纸质签字'], ['paper_photo', '纸质签字并拍照'], ['oral', '当面口头，两人在场'],
  ] },
  { key: 'said_by', label: '表示意见的人', required: true, hint: '户主或监护人姓名' },
  { key: 'said_on', label: '日期', kind: 'date', required: true, hint: '签字当天' },
  { key: 'note', label: '备注' },
];

/** `opened` is when the form was opened: a repeated try says the same. */
export function consentBody({ said_on, given, ...rest }: FormValues, opened: Date): object {
  const today = said_on === todayText(opened);
  const said_at = today ? opened.toISOString() : `${String(said_on)}T12:00:00+08:00`;
  return { ...rest, given: given === 'yes', said_at };
}

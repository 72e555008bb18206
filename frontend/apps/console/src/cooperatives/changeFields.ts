/** What each change of a household asks for; the server reads the same keys and is the authority. */
import type { Field, FormValues } from '../backend/forms';
import { findHouseholds } from './choosers';
import type { HouseholdFile } from './registerApi';

export type Choices = readonly (readonly [string, string])[];

export interface ChangeKind {
  code: string;
  name: string;
  fields: readonly Field[];
}

const LABOUR: Choices = [
  ['ordinary', '普通劳动力'], ['skilled', '技能劳动力'], ['lost', '丧失劳动力'], ['none', '无劳动力'],
];
const RELATIONS: Choices = [
  ['spouse', '配偶'], ['child', '子女'], ['parent', '父母'], ['grandchild', '孙辈'],
  ['sibling', '兄弟姐妹'], ['other', '其他'],
];
const SEXES: Choices = [['', '未填'], ['male', '男'], ['female', '女']];
const CAUSES: Choices = [
  ['', '未填'], ['illness', '因病'], ['disability', '因残'], ['schooling', '因学'],
  ['disaster', '因灾'], ['land', '缺土地'], ['water', '缺水'], ['skill', '缺技术'],
  ['labour', '缺劳力'], ['capital', '缺资金'], ['transport', '交通条件落后'],
  ['drive', '自身发展动力不足'], ['other', '其它'],
];
export const EVIDENCE: Choices = [
  ['booklet', '户口本'], ['identity_card', '身份证'], ['bank_card', '银行卡'],
  ['death', '死亡证明'], ['village', '村委会证明'], ['in_person', '当面核实'],
];

const text = (key: string, label: string, hint?: string): Field => ({
  key, label, ...(hint ? { hint } : {}),
});
const must = (key: string, label: string, hint?: string): Field => ({
  ...text(key, label, hint), required: true,
});
const date = (key: string, label: string): Field => ({ key, label, kind: 'date', required: true });
const choice = (key: string, label: string, choices: Choices): Field => ({
  key, label, kind: 'choice', choices,
});
const kind = (code: string, name: string, ...fields: Field[]): ChangeKind => ({ code, name, fields });

const FACTS: readonly ChangeKind[] = [
  kind('phone', '联系电话', must('phone', '新手机号', '11 位')),
  kind('address', '住址', text('villager_group', '村民小组'), text('address', '门牌或地名')),
  kind('land', '耕地面积', must('land_mu', '耕地（亩）', '最多两位小数')),
  kind('labour', '人口与劳动力', must('size', '家庭人口'), must('labour_count', '劳动力')),
  kind('cause', '主要困难原因', choice('main_cause', '原因', CAUSES)),
  kind('account', '收款账户', must('bank', '开户银行'), must('account', '银行卡号', '16 至 19 位')),
  kind('status', '户状态', choice('status', '状态', [
    ['moved', '迁出'], ['died', '销户'], ['active', '恢复在册'],
  ]), date('on', '日期')),
];

function people(file: HouseholdFile): ChangeKind[] {
  const all = file.members.map((one) => [one.uid, `${one.name}（${one.relation_name}）`] as const);
  const others = all.filter(([uid]) =>
    file.members.some((one) => one.uid === uid && one.relation !== 'head'));
  const whom = (among: Choices) => choice('target', '成员', [['', '请选择'], ...among]);
  const person = [
    must('name', '姓名'), choice('sex', '性别', SEXES), text('birth_year', '出生年份'),
    choice('labour', '劳动能力', LABOUR),
  ];
  return [
    kind('member', '增加成员', ...person, choice('relation', '与户主关系', RELATIONS),
      date('joined_on', '入户日期'), text('identity', '身份证号', '未满 14 周岁不填')),
    kind('edit', '更正成员', whom(all), ...person),
    kind('leave', '减少成员', whom(others), choice('left_reason', '原因', [
      ['died', '死亡'], ['moved', '迁出'], ['married', '婚嫁'], ['mistake', '登记有误'],
    ]), date('left_on', '离户日期')),
    kind('head', '户主', whom(others), choice('former', '原户主改为', RELATIONS)),
    kind('identity', '身份证号', whom(all), must('identity', '新身份证号', '18 位')),
    kind('split', '分户', { key: 'members', label: '分出的成员', kind: 'choices', choices: others },
      choice('head', '新户户主', others), date('on', '分户日期')),
  ];
}

const MERGE = kind('merge', '并入另一户', {
  key: 'target', label: '并入的农户', kind: 'chooser', find: findHouseholds, required: true,
  hint: '本户并入后不再在册，成员、社员账户转入该户；收货单和应付款仍记在原户名下',
}, date('on', '并户日期'));

/** The categories are those of today's policy period, so they come from the server. */
export function changeKinds(file: HouseholdFile, categories: Choices, role: string): ChangeKind[] {
  if (role === 'CM') return [MERGE];
  const category = kind('category', '帮扶类别', choice('category', '类别', categories),
    date('from_on', '起始日期'),
    choice('risk_cleared', '原风险', [['', '仍在'], ['yes', '已消除']]));
  const own = [...FACTS, category, ...people(file)];
  return role === 'HM' ? own : [...own, MERGE];
}

const ACTIONS: Readonly<Record<string, string>> = { member: 'add', edit: 'edit', leave: 'leave' };

/** What is sent for a kind: joining, correcting and leaving are all the server's field `member`. */
export function bodyOf(code: string, answers: FormValues): FormValues {
  const { target = '', risk_cleared, ...rest } = answers;
  const action = ACTIONS[code];
  const said = {
    ...rest,
    ...(action ? { action } : {}),
    ...(risk_cleared === undefined ? {} : { risk_cleared: risk_cleared === 'yes' }),
  };
  return { field: action ? 'member' : code, target, said };
}

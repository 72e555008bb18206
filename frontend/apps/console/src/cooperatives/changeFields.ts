/** What each change of a household asks for; the server reads the same keys and is the authority. */
export type Choices = readonly (readonly [string, string])[];

export interface Question {
  key: string;
  label: string;
  kind: 'text' | 'date' | 'choice' | 'check';
  choices?: Choices;
  hint?: string;
}

export interface ChangeKind {
  field: string;
  name: string;
  /** Whom the change is about: nobody, one of the people, or another household by its link. */
  about?: 'person';
  questions: readonly Question[];
}

const LABOUR: Choices = [
  ['ordinary', '普通劳动力'], ['skilled', '技能劳动力'], ['lost', '丧失劳动力'], ['none', '无劳动力'],
];
const RELATIONS: Choices = [
  ['spouse', '配偶'], ['child', '子女'], ['parent', '父母'], ['grandchild', '孙辈'],
  ['sibling', '兄弟姐妹'], ['other', '其他'],
];
const CAUSES: Choices = [
  ['', '未填'], ['illness', '因病'], ['disability', '因残'], ['schooling', '因学'],
  ['disaster', '因灾'], ['land', '缺土地'], ['water', '缺水'], ['skill', '缺技术'],
  ['labour', '缺劳力'], ['capital', '缺资金'], ['transport', '交通条件落后'],
  ['drive', '自身发展动力不足'], ['other', '其它'],
];
const text = (key: string, label: string, hint?: string): Question => ({
  key, label, kind: 'text', ...(hint ? { hint } : {}),
});
const date = (key: string, label: string): Question => ({ key, label, kind: 'date' });
const choice = (key: string, label: string, choices: Choices): Question => ({
  key, label, kind: 'choice', choices,
});

const FACTS: readonly ChangeKind[] = [
  { field: 'phone', name: '联系电话', questions: [text('phone', '新手机号', '11 位')] },
  {
    field: 'address',
    name: '住址',
    questions: [text('villager_group', '村民小组'), text('address', '门牌或地名')],
  },
  { field: 'land', name: '耕地面积', questions: [text('land_mu', '耕地（亩）', '最多两位小数')] },
  {
    field: 'labour',
    name: '人口与劳动力',
    questions: [text('size', '家庭人口'), text('labour_count', '劳动力')],
  },
  { field: 'cause', name: '主要困难原因', questions: [choice('main_cause', '原因', CAUSES)] },
  {
    field: 'account',
    name: '收款账户',
    questions: [text('bank', '开户银行'), text('account', '银行卡号', '16 至 19 位')],
  },
  {
    field: 'status',
    name: '户状态',
    questions: [
      choice('status', '状态', [['moved', '迁出'], ['died', '销户'], ['active', '恢复在册']]),
      date('on', '日期'),
    ],
  },
];
const PEOPLE: readonly ChangeKind[] = [
  {
    field: 'head',
    name: '户主',
    about: 'person',
    questions: [choice('former', '原户主改为', RELATIONS)],
  },
  {
    field: 'member',
    name: '增加成员',
    questions: [
      text('name', '姓名'), choice('relation', '与户主关系', RELATIONS),
      choice('sex', '性别', [['', '未填'], ['male', '男'], ['female', '女']]),
      text('birth_year', '出生年份'), choice('labour', '劳动能力', LABOUR),
      date('joined_on', '入户日期'), text('identity', '身份证号', '未满 14 周岁不填'),
    ],
  },
  {
    field: 'leave',
    name: '减少成员',
    about: 'person',
    questions: [
      choice('left_reason', '原因', [
        ['died', '死亡'], ['moved', '迁出'], ['married', '婚嫁'], ['mistake', '登记有误'],
      ]),
      date('left_on', '离户日期'),
    ],
  },
  {
    field: 'identity',
    name: '身份证号',
    about: 'person',
    questions: [text('identity', '新身份证号', '18 位')],
  },
];

/** The categories are those of today's policy period, so they come from the server. */
export function changeKinds(categories: Choices): readonly ChangeKind[] {
  const category: ChangeKind = {
    field: 'category',
    name: '帮扶类别',
    questions: [
      choice('category', '类别', categories),
      date('from_on', '起始日期'),
      { key: 'risk_cleared', label: '原风险已消除', kind: 'check' },
    ],
  };
  return [...FACTS, category, ...PEOPLE];
}

export const EVIDENCE: Choices = [
  ['', '暂无，以后补交'], ['booklet', '户口本'], ['identity_card', '身份证'],
  ['bank_card', '银行卡'], ['death', '死亡证明'], ['village', '村委会证明'],
  ['in_person', '当面核实'],
];

/** What is sent for a kind: joining and leaving are both the server's field `member`. */
export function bodyOf(kind: ChangeKind, answers: Readonly<Record<string, string | boolean>>) {
  const action = { member: 'add', leave: 'leave' }[kind.field];
  return {
    field: kind.field === 'leave' ? 'member' : kind.field,
    said: action ? { ...answers, action } : { ...answers },
  };
}

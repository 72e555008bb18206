import { type Field, type FormValues } from '../backend/forms';
import { type CardWords, GRADES, type ProductCard, type ProductClass } from './priceApi';

const JIN_G = 500;
const REGIMES = [
  ['commitment', '承诺达标合格证（每批）'], ['quarantine', '检疫证明'], ['none', '无需证明'],
] as const;
const RETURNS = [['seven_day', '七天无理由退货'], ['perishable', '鲜活易腐，不适用七天无理由']] as const;
const MONTHS = Array.from({ length: 12 }, (_, index) => [String(index + 1), `${index + 1} 月`] as const);
/** The drawings that stand for goods without a photo of their own. */
const PICTURES = [
  ['produce', '一篮农产品'], ['potato', '土豆'], ['carrot', '胡萝卜'], ['onion', '洋葱'], ['garlic', '大蒜'],
  ['ginger-root', '姜、根茎'], ['hot-pepper', '辣椒'], ['leafy-green', '叶菜'], ['seedling', '葱、菜苗'],
  ['beans', '豆子'], ['pea-pod', '豌豆荚'], ['ear-of-corn', '玉米'], ['sheaf-of-rice', '谷物'],
  ['sunflower', '油料'], ['mushroom', '菌菇'], ['brown-mushroom', '褐色菌菇'], ['herb', '药材'],
  ['cut-of-meat', '鲜肉'], ['meat-on-bone', '带骨肉'], ['ox', '牛'], ['fish', '鱼'], ['egg', '蛋'],
  ['honey-pot', '蜂蜜'], ['jar', '罐装'], ['thread', '刺绣'], ['yarn', '毛线'],
] as const;

const words = (text: unknown): string[] => String(text ?? '').split(/[、，,\s]+/).filter(Boolean);

/** A class of goods: what the law asks of it. Its code never changes. */
export const classFields = (klass?: ProductClass): Field[] => [
  ...(klass ? [] : [{ key: 'code', label: '代码', required: true, hint: '小写字母、数字和下划线，例如 vegetable' }]),
  { key: 'name', label: '品类名称', required: true, value: klass?.name },
  { key: 'certificate_regime', label: '上市凭证', kind: 'choice', choices: REGIMES, value: klass?.certificate_regime },
  { key: 'return_rule', label: '退货规则', kind: 'choice', choices: RETURNS, value: klass?.return_rule },
  {
    key: 'completes_after_h', label: '送达后自动完成（小时）', kind: 'number', required: true,
    hint: '一般 168，鲜活 48', value: klass?.completes_after_h ?? 168,
  },
];

const PRODUCT_CODE: Field = { key: 'code', label: '代码', required: true, hint: '小写字母、数字和下划线，例如 carrot；以后不能改' };

const fieldsOfCard = (classes: readonly ProductClass[]): Field[] => [
  { key: 'name', label: '品种名称', required: true },
  { key: 'class_code', label: '品类', kind: 'choice', choices: classes.map(({ code, name }) => [code, name] as const) },
  { key: 'aliases', label: '别名', hint: '买家也这样搜，用顿号分开，例如 洋芋、马铃薯' },
  { key: 'grades', label: '收哪些等级（不选为全部）', kind: 'choices', choices: GRADES },
  { key: 'units', label: '单位和包装', hint: '用顿号分开，例如 斤、5斤装' },
  {
    key: 'season_months', label: '上市月份（不选为不分季节）', kind: 'choices', choices: MONTHS,
  },
  { key: 'shelf_life_days', label: '保质天数', kind: 'number', required: true },
  {
    key: 'most_jin', label: '一次最多收（斤）', kind: 'number', required: true,
    hint: '超过就拒收，防止斤和公斤弄混',
  },
  { key: 'gi_mark', label: '地理标志', hint: '没有就留空' },
  { key: 'picture', label: '示意图', kind: 'choice', choices: PICTURES },
];

/** Where the form of a card begins. */
function startOfCard(card: ProductCard): FormValues {
  return {
    ...card, aliases: card.aliases.join('、'), units: card.units.join('、'),
    season_months: card.season_months.map(String), most_jin: card.most_g_per_receipt / JIN_G,
  };
}

/** A product card, new or as it stands. */
export function cardFields(classes: readonly ProductClass[], card?: ProductCard): Field[] {
  const start = card ? startOfCard(card) : {};
  return [...(card ? [] : [PRODUCT_CODE]), ...fieldsOfCard(classes)].map((field) => ({ ...field, value: start[field.key] }));
}

/** As the server reads it; the code of a known card stands. */
export function cardOf(values: FormValues, card?: ProductCard): CardWords {
  const { aliases, units, season_months, most_jin, ...said } = values;
  return {
    ...(said as unknown as CardWords), code: card?.code ?? String(values.code),
    aliases: words(aliases), units: words(units), season_months: (season_months as string[]).map(Number),
    most_g_per_receipt: Math.round(Number(most_jin) * JIN_G),
  };
}

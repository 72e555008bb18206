import { formatInstant, keyOf } from '@xiangzhan/core';

import { registerKind } from '../backend/kinds';
import { judged } from '../backend/posting';
import { type Collected, formsApi } from './api';
import { AMOUNTS } from './checking';
import { t } from './messages.zh';

export const INCOME_FORM = 'income_form';

/** A form as it was filled in: the record of a household's year, taken along to its door. */
export interface Filled {
  form: string;
  head_name: string;
  village: string;
  year: number;
  platform_sales: string;
  enumerator: string;
  made_at: string;
  said: Collected;
}

export const STATUSES = [
  { value: 'observed', label: '已采集' },
  { value: 'refused', label: '拒访' },
  { value: 'moved', label: '外迁' },
  { value: 'died', label: '销户' },
  { value: 'split', label: '已分户' },
] as const;
export const METHODS = [
  { value: 'recall', label: '回忆' },
  { value: 'diary', label: '记账' },
  { value: 'administrative', label: '行政记录' },
  { value: 'cadre_estimate', label: '干部估计' },
] as const;
export const CONFIRMS = [
  { value: 'signature', label: '农户签名' },
  { value: 'tap', label: '当面点按' },
  { value: '', label: '稍后由农户自己确认' },
] as const;

const named = (among: readonly { value: string; label: string }[], value = ''): string =>
  among.find((one) => one.value === value)?.label ?? '';

registerKind(INCOME_FORM, {
  name: t('form.name'),
  most: 1,
  send: judged((item, line) => {
    const filled = item.body as Filled;
    return formsApi.hand_in(filled.form, filled.said, keyOf(item), line);
  }),
  lines: (body) => {
    const { said, ...filled } = body as Filled;
    const head: [string, string][] = [
      [t('form.household'), `${filled.head_name} ${filled.village}`],
      [t('form.status'), named(STATUSES, said.status)],
      [t('form.by'), filled.enumerator],
      [t('form.at'), formatInstant(filled.made_at)],
    ];
    if (said.status !== 'observed') return head;
    return [
      ...head,
      [t('form.persons'), String(said.persons)],
      [t('form.platform'), `${filled.platform_sales} 元`],
      ...AMOUNTS.map((name): [string, string] => [t(name), `${said[name] ?? '0.00'} 元`]),
      [t('form.confirmed'), named(CONFIRMS, said.confirmed_by)],
      [t('form.note'), said.note ?? ''],
    ];
  },
  edit: (item) => `/surveys/${(item.body as Filled).form}?mend=${item.uid}`,
});

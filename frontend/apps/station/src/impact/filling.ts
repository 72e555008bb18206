import { type Fen, fenFromApi, fenToApi } from '@xiangzhan/core';

import type { Amounts, Collected, WaitingForm } from './api';
import { AMOUNTS } from './checking';
import type { Filled } from './formKind';
import { t } from './messages.zh';

export type Said = Pick<Collected, 'status' | 'method' | 'persons'> & { note: string; confirmed_by: string | null };

/** What was typed before, or an empty form. */
export function saidOf(said?: Collected): Said {
  if (!said) return { status: 'observed', method: 'recall', persons: 0, note: '', confirmed_by: null };
  const { status, method, persons, note = '', confirmed_by = null } = said;
  return { status, method, persons, note, confirmed_by };
}

export const amountsOf = (said?: Collected): Amounts =>
  Object.fromEntries(AMOUNTS.map((name) => [name, said?.[name] ? fenFromApi(said[name]) : null])) as Amounts;

/** What a form must not be without when it is saved. */
export function missingIn(said: Said, odd: readonly string[]): Record<string, string> {
  return {
    ...(odd.length && !said.note.trim() ? { note: t('odd.explain', { why: odd.join('；') }) } : {}),
    ...(said.status === 'observed' && said.confirmed_by === null ? { confirmed_by: t('bad.confirm') } : {}),
  };
}

/** As the server takes it, from the version that was taken along. */
export function wireOf(
  said: Said, amounts: Amounts, known: { version: number; persons: number } | undefined,
): Collected {
  const observed = said.status === 'observed';
  const typed = Object.fromEntries(AMOUNTS.map((name) => [name, fenToApi(observed ? (amounts[name] ?? 0) : 0)]));
  return {
    ...typed, version: known?.version ?? 1, status: said.status, method: said.method,
    persons: said.persons || (known?.persons ?? 1), note: said.note.trim(),
    confirmed_by: observed ? ((said.confirmed_by ?? '') as Collected['confirmed_by']) : '',
  };
}

export function filledOf(
  one: Pick<WaitingForm, 'head_name' | 'village' | 'year'>,
  more: { uid: string; said: Collected; platform: Fen; enumerator: string },
): Filled {
  return {
    form: more.uid, head_name: one.head_name, village: one.village, year: one.year,
    platform_sales: fenToApi(more.platform), enumerator: more.enumerator,
    made_at: new Date().toISOString(), said: more.said,
  };
}

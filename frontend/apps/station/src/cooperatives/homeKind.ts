import type { OutboxItem, Schema } from '@xiangzhan/core';

import { registerKind } from '../backend/kinds';
import { posting } from '../backend/posting';
import type { LocalHousehold } from './api';
import { t } from './messages.zh';

/** 临时登记: somebody who is not in the register yet; the cooperative has it merged later. */
export interface NewHome {
  name: string;
  village: string;
  village_name: string;
}

export const HOME = 'household';

registerKind(HOME, {
  name: t('home.name'),
  most: 1,
  send: posting(
    () => '/households/temporary',
    (item): Schema<'TemporaryRequest'> => {
      const { name, village } = item.body as NewHome;
      return { uid: item.uid, name, village, made_at: item.made_at };
    },
  ),
  lines: (body) => {
    const { name, village_name } = body as NewHome;
    return [[t('home.person'), name], [t('home.village'), village_name]];
  },
  edit: (item) => `/receive?home=${item.uid}`,
});

/** As a household of the list: without card or phone until the register knows it. */
export function homeOf(item: OutboxItem): LocalHousehold {
  const { name, village_name } = item.body as NewHome;
  const known = item.answer as Schema<'HouseholdRow'> | null;
  return {
    uid: item.uid, card_no: known?.card_no ?? '', head_name: name, village: village_name,
    phone_tail: '', pinyin: known?.pinyin ?? '', initials: known?.initials ?? '',
    village_initials: known?.village_initials ?? '',
  };
}

/** The list with what was entered here since it was fetched: what came before stands in it. */
export function withHomes(
  listed: readonly LocalHousehold[], items: readonly OutboxItem[], fetchedAt: string,
): LocalHousehold[] {
  const known = new Set(listed.map((one) => one.uid));
  const fresh = items
    .filter((item) => item.kind === HOME && item.state !== 'withdrawn' && !known.has(item.uid))
    .filter((item) => item.state !== 'sent' || (item.sent_at ?? '') > fetchedAt);
  return [...fresh.map(homeOf), ...listed];
}

/** A weigh-in waits for its household where that is still on its way to the server. */
export function homeAhead(
  household: LocalHousehold | null, byUid: (uid: string) => OutboxItem | undefined,
): string | null {
  const home = byUid(household?.uid ?? '');
  return home && home.state !== 'sent' ? home.uid : null;
}

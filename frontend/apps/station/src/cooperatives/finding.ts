import { cleanCode } from '@xiangzhan/core';

import type { LocalHousehold } from './api';

const MOST = 30;

/** The same ways to find a household as on the server, over what the device holds. */
export function findHouseholds(
  households: readonly LocalHousehold[], typed: string,
): LocalHousehold[] {
  const term = typed.trim();
  if (!term) return [];
  return households.filter(matcherOf(term)).slice(0, MOST);
}

function matcherOf(term: string): (one: LocalHousehold) => boolean {
  const code = cleanCode(term);
  if (/^HC\d+$/.test(code)) return (one) => one.card_no === code;
  if (/^\d+$/.test(code)) {
    return (one) => one.card_no.endsWith(code) || (code.length === 4 && one.phone_tail === code);
  }
  const sound = term.toLowerCase().replace(/\s/g, '');
  if (/^[a-z']+$/.test(sound)) {
    return ({ initials, pinyin, village_initials }) =>
      initials.startsWith(sound) || pinyin.startsWith(sound) || village_initials === sound;
  }
  return (one) => one.head_name.includes(term) || one.village.includes(term);
}

export function householdByCard(
  households: readonly LocalHousehold[], card: string,
): LocalHousehold | undefined {
  return households.find((one) => one.card_no === card);
}

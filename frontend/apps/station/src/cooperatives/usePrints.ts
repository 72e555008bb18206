import { onScopeDispose, ref } from 'vue';

import { keepMeta, readMeta } from '../backend/store';

export type Paper = 'label-40x30' | 'label-60x40' | 'slip';

/** Each paper has a sheet that gives the printer its size; only one is in the page at a time. */
const sheetOf = (paper: Paper): string => `${import.meta.env.BASE_URL}print/${paper}.css`;

/** How often the papers of a weigh-in were printed on this device. */
export function usePrints(uid: string) {
  const key = `prints/${uid}`;
  const count = ref(0);
  const ready = readMeta<number>(key).then((kept) => {
    count.value = kept ?? 0;
  });

  async function printed(): Promise<void> {
    await ready;
    count.value += 1;
    await keepMeta(key, count.value);
  }

  return { count, ready, printed };
}

/** The size of the paper while its page is open. */
export function usePaper(paper: Paper): void {
  const sheet = document.createElement('link');
  sheet.rel = 'stylesheet';
  sheet.href = sheetOf(paper);
  document.head.append(sheet);
  onScopeDispose(() => sheet.remove());
}

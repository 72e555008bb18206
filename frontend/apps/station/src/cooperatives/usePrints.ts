import { newUuid } from '@xiangzhan/core';
import { computed, onScopeDispose, ref, type Ref } from 'vue';

import { keepMeta, readMeta } from '../backend/store';
import { useOutbox } from '../backend/useOutbox';
import { t } from './messages.zh';
import { REPRINT, type ReprintBody } from './reprintKind';
import type { Slip } from './useReceipt';

export type Paper = 'label-40x30' | 'label-60x40' | 'slip';
type Kind = ReprintBody['paper'];

/** Each paper has a sheet that gives the printer its size; only one is in the page at a time. */
const sheetOf = (paper: Paper): string => `${import.meta.env.BASE_URL}print/${paper}.css`;
const addressOf = (uid: string, kind: Kind): string => `prints/${uid}/${kind}`;

export async function printsOf(uid: string): Promise<number> {
  const kept = await Promise.all((['label', 'slip'] as const).map((kind) => readMeta<number>(addressOf(uid, kind))));
  return kept.reduce<number>((sum, count) => sum + (count ?? 0), 0);
}

/** How often a paper of a weigh-in was printed before this time; each further one is told to the server. */
export function usePrints(uid: string, kind: Kind, slip: Ref<Slip | null>) {
  const outbox = useOutbox();
  const key = addressOf(uid, kind);
  const before = ref<number | null>(null);
  let times = 0;
  /** Weighed in on another device, it has been printed there. */
  const earlier = computed(() => {
    if (before.value === null || outbox.byUid(uid)) return before.value ?? 0;
    return Math.max(before.value, 1 + (slip.value?.reprints_count ?? 0));
  });
  const ready = outbox.open().then(async () => {
    times = (await readMeta<number>(key)) ?? 0;
    before.value = times;
  });

  async function tell(): Promise<void> {
    const code = slip.value?.code ?? '';
    const body: ReprintBody = { receipt: uid, paper: kind, code, printed_at: new Date().toISOString() };
    const title = `${t('print.name')}${t(`print.${kind}`)} ${code}`;
    const item = outbox.byUid(uid);
    const after = item && item.state !== 'sent' ? uid : null;
    await outbox.add(() => Promise.resolve([{ uid: newUuid(), kind: REPRINT, title, body, after }]));
  }

  async function printed(): Promise<void> {
    await ready;
    before.value = times;
    times += 1;
    // A device whose store is full still prints.
    await keepMeta(key, times).then(() => (earlier.value ? tell() : undefined)).catch(() => undefined);
  }

  return { earlier, ready, printed };
}

/** The size of the paper while its page is open. */
export function usePaper(paper: Paper): void {
  const sheet = document.createElement('link');
  sheet.rel = 'stylesheet';
  sheet.href = sheetOf(paper);
  document.head.append(sheet);
  onScopeDispose(() => sheet.remove());
}

import { newUuid } from '@xiangzhan/core';
import { beep, useScan } from '@xiangzhan/ui/base';
import { computed, ref } from 'vue';

import { useLocal } from '../backend/lists';
import { useOutbox } from '../backend/useOutbox';
import type { Collect, Parcel } from './counterApi';
import { COLLECT } from './counterKinds';
import { outList } from './local';
import { t } from './messages.zh';
import { findOnShelf, outgoing } from './shelf';

/** 代发: what villagers brought; the courier takes it along, parcel by parcel. */
export function useParcelsOut() {
  const outbox = useOutbox();
  const local = useLocal(outList);
  const typed = ref('');
  const said = ref('');
  const waiting = computed(() => outgoing(local.data.value ?? [], outbox.items));
  const found = computed(() => findOnShelf(waiting.value, typed.value));
  useScan((scan, repeated) => {
    if (repeated) return;
    typed.value = scan.code;
    beep(found.value.length > 0);
  });

  async function collect({ uid, waybill }: Parcel): Promise<void> {
    const body: Collect = { parcel: uid, waybill, made_at: new Date().toISOString() };
    const title = t('parcel.collected', { waybill });
    const ahead = outbox.byUid(uid);
    const after = ahead && ahead.state !== 'sent' ? uid : null;
    await outbox.add(() => Promise.resolve([{ uid: newUuid(), kind: COLLECT, title, body, after }]));
    said.value = title;
    typed.value = '';
  }

  return { local, typed, said, waiting, found, collect };
}

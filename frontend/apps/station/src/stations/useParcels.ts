import { newUuid, type OutboxItem } from '@xiangzhan/core';
import { beep, useScan } from '@xiangzhan/ui/base';
import { computed, ref } from 'vue';

import { useLocal } from '../backend/lists';
import { useOutbox } from '../backend/useOutbox';
import type { HandOver, Parcel } from './counterApi';
import { HAND_OVER, UNDO } from './counterKinds';
import { parcelList } from './local';
import { t } from './messages.zh';
import { findOnShelf, shelfOf, undoable } from './shelf';

/** The shelf of the counter: find a parcel, hand it over, take a mistake back within ten minutes. */
export function useParcels() {
  const outbox = useOutbox();
  const local = useLocal(parcelList);
  const typed = ref('');
  const chosen = ref('');
  const said = ref('');
  const shelf = computed(() => shelfOf(local.data.value ?? [], outbox.items));
  const found = computed(() => findOnShelf(shelf.value, typed.value));
  const recent = computed(() => undoable(outbox.items, Date.now()));

  useScan((scan, repeated) => {
    if (repeated) return;
    typed.value = scan.code;
    beep(found.value.length > 0);
  });

  /** A hand-over waits for its parcel where that is still on its way to the server. */
  async function handOver(
    parcel: Parcel, deed: Pick<HandOver, 'taken_by' | 'name' | 'proxy_name'>,
  ): Promise<void> {
    const body: HandOver = {
      ...deed, parcel: parcel.uid, waybill: parcel.waybill, handed_at: new Date().toISOString(),
    };
    const title = t('parcel.handed', { waybill: parcel.waybill });
    const waits = outbox.byUid(parcel.uid);
    const after = waits && waits.state !== 'sent' ? parcel.uid : null;
    await outbox.add(() => Promise.resolve([{ uid: newUuid(), kind: HAND_OVER, title, body, after }]));
    said.value = title;
    typed.value = '';
    chosen.value = '';
  }

  async function undo(item: OutboxItem): Promise<void> {
    const { parcel, waybill } = item.body as HandOver;
    const body = { parcel, waybill, handover: item.uid, undone_at: new Date().toISOString() };
    const title = `${t('parcel.undo')} ${waybill}`;
    await outbox.add(() =>
      Promise.resolve([{ uid: newUuid(), kind: UNDO, title, body, after: item.uid }]),
    );
    said.value = title;
  }

  return { typed, found, shelf, local, chosen, handOver, recent, undo, said };
}

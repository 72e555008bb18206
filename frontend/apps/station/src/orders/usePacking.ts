import { beep, useAction, useScan } from '@xiangzhan/ui/base';
import { computed, ref, watch } from 'vue';

import { useDevice } from '../backend/device';
import { useOutbox } from '../backend/useOutbox';
import { shipmentsApi } from './api';
import { adjustmentAhead, PACK } from './deeds';
import { t } from './messages.zh';
import { judge, type Verdict, wantedLots } from './picking';
import { useOrQueue } from './orQueue';
import { useShipment } from './useShipment';

/** Packing one parcel: each lot is proved by scan, by its typed code or by a tap. */
export function usePacking(uid: string) {
  const device = useDevice();
  const address = `pack/${uid}`;
  const { shipment, data, state, problem, reload } = useShipment(uid);
  const { orQueue } = useOrQueue();
  const outbox = useOutbox();
  const wanted = computed(() => (shipment.value ? wantedLots(shipment.value) : []));
  const picked = ref(new Set(device.read<string[]>(address) ?? []));
  const verdict = ref<Verdict | null>(null);
  const typed = ref('');
  watch(picked, (codes) => device.keep(address, [...codes]), { deep: true });

  const left = computed(() => wanted.value.filter((lot) => !picked.value.has(lot.code)).length);
  const leftWords = computed(() =>
    left.value === 0 ? t('pack.all_green') : t('pack.left', { count: left.value }),
  );

  function check(code: string): void {
    const said = judge(code, wanted.value, picked.value);
    verdict.value = said;
    beep(said.good);
    if (!said.good) navigator.vibrate?.(400);
    if (said.code) picked.value.add(said.code);
  }

  function checkTyped(): void {
    if (typed.value.trim() === '') return;
    check(typed.value);
    if (verdict.value?.good) typed.value = '';
  }

  /** A tap proves a lot; a second tap takes it back. */
  function tap(code: string): void {
    if (picked.value.delete(code)) verdict.value = null;
    else check(code);
  }

  useScan((scan, repeated) => {
    if (!repeated) check(scan.code);
  });

  const packing = useAction((key: string, lot_codes: string[]) => {
    const order_number = shipment.value?.order_number ?? '';
    const body = { shipment: uid, order_number, lot_codes };
    const title = t('deed.packed', { order: order_number });
    const after = adjustmentAhead(uid, outbox.items);
    return orQueue(() => shipmentsApi.pack(uid, lot_codes, key), PACK, key, body, title, after);
  });

  async function finish(): Promise<void> {
    if (left.value > 0) return;
    const packed = await packing.run(wanted.value.map((lot) => lot.code));
    if (packed === undefined) return;
    if (packed) data.value = packed;
    device.drop(address);
  }

  /** What was short is in the list already; where the server has it, its own word is fetched. */
  function onAdjusted(): void {
    verdict.value = { good: true, words: t('adjust.done') };
    void outbox.sendAll().then(reload);
  }

  return {
    onAdjusted, shipment, state, problem, reload, wanted, picked, verdict, typed, left, leftWords,
    check, checkTyped, tap, finish, busy: packing.busy, packProblem: packing.problem,
  };
}

import { cleanCode, type Grams, isLotCode, newUuid, parseScan } from '@xiangzhan/core';
import { useScan } from '@xiangzhan/ui/base';
import { computed, reactive, ref, shallowRef } from 'vue';

import { savingProblem } from '../backend/problems';
import { useOutbox } from '../backend/useOutbox';
import { type Adjusting, partsOf, type Shortage } from './adjusting';
import type { Shipment } from './api';
import { ADJUST } from './deeds';
import { t } from './messages.zh';

type Way = 'short' | 'exchange';
type Fate = 'shelf' | 'waste';

export const WAYS: { value: Way; label: string }[] = [
  { value: 'short', label: t('adjust.short') },
  { value: 'exchange', label: t('adjust.exchange') },
];
export const FATES: { value: Fate; label: string }[] = [
  { value: 'shelf', label: t('adjust.shelf') },
  { value: 'waste', label: t('adjust.waste') },
];

/** Found at packing: too light, or another lot has to go in its place. The difference goes back by rule. */
export function useAdjusting(shipment: () => Shipment, onDone: () => void) {
  const outbox = useOutbox();
  const parts = computed(() => partsOf(shipment()));
  const form = reactive({
    part: null as string | null, way: 'short' as Way | null, fate: 'shelf' as Fate | null,
    actual_g: null as Grams | null, lot: '', reason: '',
  });
  const tried = ref(false);
  const problem = shallowRef<unknown>(null);
  const part = computed(() => {
    const chosen = form.part ?? (parts.value.length === 1 ? parts.value[0]?.key : null);
    return parts.value.find((one) => one.key === chosen) ?? null;
  });

  function foundComplaint(): Record<string, string> {
    if (form.way === 'exchange') return isLotCode(cleanCode(form.lot)) ? {} : { lot: t('adjust.need_lot') };
    const most = part.value?.weight_g ?? 0;
    const good = form.actual_g !== null && form.actual_g >= 0 && form.actual_g < most;
    return good ? {} : { actual: t('adjust.need_weight') };
  }
  const complaints = computed((): Record<string, string> => {
    if (!tried.value) return {};
    return {
      ...(part.value ? {} : { part: t('adjust.need_part') }), ...foundComplaint(),
      ...(form.reason.trim().length < 2 ? { reason: t('adjust.need_reason') } : {}),
    };
  });

  useScan((scan, repeated) => {
    if (!repeated && form.way === 'exchange' && scan.kind === 'lot') form.lot = scan.code;
  });

  function saidOf(): Shortage | null {
    if (!part.value || !form.fate) return null;
    const { position, code } = part.value;
    const found = form.way === 'exchange'
      ? { new_lot_code: parseScan(form.lot).code } : { actual_g: form.actual_g ?? 0 };
    return { position, lot_code: code, fate: form.fate, reason: form.reason.trim(), ...found };
  }

  async function save(): Promise<void> {
    tried.value = true;
    const said = saidOf();
    if (!said || Object.keys(complaints.value).length) return;
    const { uid, order_number } = shipment();
    const body: Adjusting = { shipment: uid, order_number, said };
    const title = t('adjust.title', { order: order_number, lot: said.lot_code });
    try {
      await outbox.add(() => Promise.resolve([{ uid: newUuid(), kind: ADJUST, title, body }]));
      onDone();
    } catch (error) {
      problem.value = savingProblem(error);
    }
  }

  return { form, parts, part, complaints, problem, save };
}

import { cleanCode, parseScan } from '@xiangzhan/core';
import { beep, useAction, useScan } from '@xiangzhan/ui/base';
import { computed, ref, watch } from 'vue';

import { useDevice } from '../backend/device';
import { fieldsOf } from '../backend/problems';
import { shipmentsApi } from './api';
import { t } from './messages.zh';
import { useShipment } from './useShipment';

const HABIT = 'courier';
const NAMES = ['邮政', '顺丰', '中通', '圆通', '申通', '韵达', '极兔', '京东'];
export const COURIERS = NAMES.map((name) => ({ value: name, label: name }));

/** Handing one packed parcel to a courier. */
export function useShipping(uid: string) {
  const device = useDevice();
  const { data, state, problem, reload } = useShipment(uid);
  const courier = ref<string | null>(device.read<string>(HABIT));
  const waybill = ref(device.read<string>(`waybill/${uid}`) ?? '');
  const scanned = ref<{ good: boolean; words: string } | null>(null);
  const tried = ref(false);

  const shipping = useAction((key: string, handover: { courier: string; waybill: string }) =>
    shipmentsApi.ship(uid, handover, key),
  );
  watch(waybill, (code) => {
    device.keep(`waybill/${uid}`, code);
    shipping.problem.value = null;
  });

  const fields = computed(() => {
    const own: Record<string, string> = {};
    if (tried.value && !courier.value) own.courier = t('ship.need_courier');
    if (tried.value && !waybill.value.trim()) own.waybill = t('ship.need_waybill');
    return { ...own, ...fieldsOf(shipping.problem.value) };
  });

  useScan((scan, repeated) => {
    if (repeated) return;
    const good = scan.kind !== 'lot';
    if (good) waybill.value = scan.code;
    scanned.value = {
      good, words: good ? t('ship.taken', { code: scan.code }) : t('ship.lot_code'),
    };
    beep(good);
  });

  async function ship(): Promise<void> {
    tried.value = true;
    const code = cleanCode(waybill.value);
    if (!courier.value || !code) return;
    if (parseScan(code).kind === 'lot') {
      scanned.value = { good: false, words: t('ship.lot_code') };
      return;
    }
    const shipment = await shipping.run({ courier: courier.value, waybill: code });
    if (!shipment) return;
    data.value = shipment;
    device.keep(HABIT, courier.value);
    device.drop(`waybill/${uid}`);
  }

  const delivering = useAction((key: string) => shipmentsApi.deliver(uid, key));

  async function deliver(): Promise<void> {
    const shipment = await delivering.run();
    if (shipment) data.value = shipment;
  }

  const busy = computed(() => shipping.busy.value || delivering.busy.value);
  const failure = computed(() => shipping.problem.value ?? delivering.problem.value);
  return {
    data, state, problem, reload, courier, waybill, scanned, fields, ship, deliver, busy, failure,
  };
}

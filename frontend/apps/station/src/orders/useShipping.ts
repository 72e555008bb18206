import { cleanCode, parseScan, type Scan } from '@xiangzhan/core';
import { beep, useAction, useScan } from '@xiangzhan/ui/base';
import { computed, ref, watch } from 'vue';

import { useDevice } from '../backend/device';
import { fieldsOf } from '../backend/problems';
import { shipmentsApi } from './api';
import { SHIP } from './deeds';
import { t } from './messages.zh';
import { useOrQueue } from './orQueue';
import { useShipDeed } from './useShipDeed';
import { useShipment } from './useShipment';

const HABIT = 'courier';
const NAMES = ['邮政', '顺丰', '中通', '圆通', '申通', '韵达', '极兔', '京东'];
export const COURIERS = NAMES.map((name) => ({ value: name, label: name }));

/** From the wedge scanner wherever the cursor stands, or from the camera. */
function useWaybillScan(take: (scan: Scan) => void): (text: string) => void {
  useScan((scan, repeated) => {
    if (!repeated) take(scan);
  });
  return (text) => take(parseScan(text));
}

/** Handing one packed parcel to a courier. */
export function useShipping(uid: string) {
  const device = useDevice();
  const { shipment, data, state, problem, reload } = useShipment(uid);
  const { orQueue } = useOrQueue();
  const deed = useShipDeed();
  const courier = ref<string | null>(device.read<string>(HABIT));
  const waybill = ref(device.read<string>(`waybill/${uid}`) ?? '');
  const scanned = ref<{ good: boolean; words: string } | null>(null);
  const tried = ref(false);

  const shipping = useAction((key: string, handover: { courier: string; waybill: string }) => {
    const order_number = shipment.value?.order_number ?? '';
    const body = { shipment: uid, order_number, ...handover };
    const title = t('deed.shipped', { order: order_number, ...handover });
    return orQueue(() => shipmentsApi.ship(uid, handover, key), SHIP, key, body, title);
  });
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

  const onCamera = useWaybillScan((scan) => {
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
    const shipped = await shipping.run({ courier: courier.value, waybill: code });
    if (shipped === undefined) return;
    if (shipped) data.value = shipped;
    if (shipment.value) await deed.noteDone({ parcel: shipment.value, waybill: code }, courier.value);
    device.keep(HABIT, courier.value);
    device.drop(`waybill/${uid}`);
  }

  const delivering = useAction((key: string) => shipmentsApi.deliver(uid, key));

  async function deliver(): Promise<void> {
    const arrived = await delivering.run();
    if (arrived) data.value = arrived;
  }

  const busy = computed(() => shipping.busy.value || delivering.busy.value);
  const failure = computed(() => shipping.problem.value ?? delivering.problem.value);
  return {
    shipment, state, problem, reload, courier, waybill, scanned, onCamera, fields, ship, deliver,
    busy, failure,
  };
}

import { cleanCode, parseScan, type Scan } from '@xiangzhan/core';
import { beep, useScan } from '@xiangzhan/ui/base';
import { computed, ref, shallowRef, watch } from 'vue';

import { useDevice } from '../backend/device';
import { savingProblem } from '../backend/problems';
import { useOutbox } from '../backend/useOutbox';
import type { Shipment } from './api';
import { type ParcelDeed, SHIP } from './deeds';
import { t } from './messages.zh';
import { useLocalShipments } from './useLocalShipments';
import { type Row, useShipDeed } from './useShipDeed';

const HABIT = 'courier';
const DRAFT = 'ship-batch';
const WAYBILL = /^[0-9A-Z]{6,32}$/;

/** Order by scan, then its waybill by scan: who holds the scanner need not touch the screen. */
function useBatchScan(
  parcels: () => readonly Shipment[], take: (uid: string, code: string) => void, at: { value: string },
) {
  const said = ref<{ good: boolean; words: string } | null>(null);
  const say = (good: boolean, words: string): void => {
    said.value = { good, words };
    beep(good);
    if (!good) navigator.vibrate?.(400);
  };

  function onScan(scan: Scan): void {
    if (scan.kind === 'lot') return say(false, t('ship.lot_code'));
    if (scan.kind === 'order') {
      const found = parcels().find((one) => one.order_number === scan.code);
      at.value = found?.uid ?? at.value;
      return say(found !== undefined, found ? scan.code : t('batch.no_order', { code: scan.code }));
    }
    if (!at.value) return say(false, t('batch.where'));
    take(at.value, scan.code);
    say(true, t('ship.taken', { code: scan.code }));
  }
  useScan((scan, repeated) => {
    if (!repeated) onScan(scan);
  });
  return { said, onCamera: (text: string) => onScan(parseScan(text)) };
}

/** A waybill goes on one parcel: not twice on this list, nor on one handed over before. */
function useBatchComplaints(rows: () => readonly Row[], courier: () => string | null) {
  const outbox = useOutbox();
  const used = computed(() => new Map(
    outbox.items
      .filter((item) => item.kind === SHIP && ['queued', 'sending', 'sent'].includes(item.state))
      .map((item) => item.body as ParcelDeed)
      .map((deed) => [`${deed.courier} ${deed.waybill}`, deed.order_number]),
  ));
  function complaintOf(waybill: string): string {
    if (!WAYBILL.test(waybill)) return t('ship.need_waybill');
    if (rows().filter((row) => row.waybill === waybill).length > 1) return t('batch.twice', { code: waybill });
    const order = used.value.get(`${courier()} ${waybill}`);
    return order ? t('batch.used', { code: waybill, order }) : '';
  }
  return computed((): Record<string, string> =>
    Object.fromEntries(
      rows().map(({ parcel, waybill }) => [parcel.uid, complaintOf(waybill)]).filter(([, words]) => words),
    ),
  );
}

/** 批量发货: many parcels to one courier. Written down first, sent in one call when there is network. */
export function useShipBatch() {
  const device = useDevice();
  const deed = useShipDeed();
  const local = useLocalShipments('packed');
  const parcels = computed(() => local.rows.value.filter((one) => !one.pick_up));
  const courier = ref<string | null>(device.read<string>(HABIT));
  const waybills = ref<Record<string, string>>(device.read<Record<string, string>>(DRAFT) ?? {});
  watch(waybills, (value) => device.keep(DRAFT, value), { deep: true });
  const current = ref('');
  const tried = ref(false);
  const done = ref('');
  const saving = shallowRef<unknown>(null);

  const filled = computed(() =>
    parcels.value
      .map((parcel) => ({ parcel, waybill: cleanCode(waybills.value[parcel.uid] ?? '') }))
      .filter(({ waybill }) => waybill !== ''),
  );
  const complaints = useBatchComplaints(() => filled.value, () => courier.value);
  const complaint = computed(() => {
    if (!tried.value) return '';
    if (!courier.value) return t('ship.need_courier');
    return filled.value.length ? '' : t('batch.none');
  });
  const scanning = useBatchScan(() => parcels.value, (uid, code) => (waybills.value[uid] = code), current);

  async function ship(): Promise<void> {
    tried.value = true;
    const name = courier.value;
    const rows = filled.value;
    if (!name || complaint.value || Object.keys(complaints.value).length) return;
    try {
      await deed.writeAll(rows, name);
      waybills.value = {};
      tried.value = false;
      done.value = t('batch.done', { count: rows.length });
      device.keep(HABIT, name);
    } catch (error) {
      saving.value = savingProblem(error);
    }
  }

  return {
    ...local, ...scanning, parcels, courier, waybills, current, filled, complaints, complaint, done, saving, ship,
  };
}

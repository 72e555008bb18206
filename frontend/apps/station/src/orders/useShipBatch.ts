import { cleanCode, newUuid, parseScan, type Scan } from '@xiangzhan/core';
import { beep, useScan } from '@xiangzhan/ui/base';
import { computed, ref, shallowRef, watch } from 'vue';

import { useDevice } from '../backend/device';
import { savingProblem } from '../backend/problems';
import { useOutbox } from '../backend/useOutbox';
import type { Shipment } from './api';
import { type ParcelDeed, refusedShip, SHIP } from './deeds';
import { useHandedOver } from './handedOver';
import { t } from './messages.zh';
import { useLocalShipments } from './useLocalShipments';

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

/** 批量发货: many parcels to one courier. Written down first, sent in one call when there is network. */
export function useShipBatch() {
  const outbox = useOutbox();
  const device = useDevice();
  const handed = useHandedOver();
  const local = useLocalShipments('packed');
  const parcels = computed(() => local.rows.value.filter((one) => !one.pick_up));
  const courier = ref<string | null>(device.read<string>(HABIT));
  const waybills = ref<Record<string, string>>(device.read<Record<string, string>>(DRAFT) ?? {});
  watch(waybills, (value) => device.keep(DRAFT, value), { deep: true });
  const current = ref('');
  const tried = ref(false);
  const done = ref('');
  const problem = shallowRef<unknown>(null);

  const filled = computed(() =>
    parcels.value
      .map((parcel) => ({ parcel, waybill: cleanCode(waybills.value[parcel.uid] ?? '') }))
      .filter(({ waybill }) => waybill !== ''),
  );
  /** A waybill goes on one parcel: not twice on this list, nor on one handed over before. */
  const used = computed(() => new Map(
    outbox.items
      .filter((item) => item.kind === SHIP && ['queued', 'sending', 'sent'].includes(item.state))
      .map((item) => item.body as ParcelDeed)
      .map((deed) => [`${deed.courier} ${deed.waybill}`, deed.order_number]),
  ));
  function complaintOf(waybill: string): string {
    if (!WAYBILL.test(waybill)) return t('ship.need_waybill');
    if (filled.value.filter((row) => row.waybill === waybill).length > 1) return t('batch.twice', { code: waybill });
    const order = used.value.get(`${courier.value} ${waybill}`);
    return order ? t('batch.used', { code: waybill, order }) : '';
  }
  const complaints = computed((): Record<string, string> =>
    Object.fromEntries(
      filled.value.map(({ parcel, waybill }) => [parcel.uid, complaintOf(waybill)]).filter(([, words]) => words),
    ),
  );
  const complaint = computed(() => {
    if (!tried.value) return '';
    if (!courier.value) return t('ship.need_courier');
    return filled.value.length ? '' : t('batch.none');
  });

  const scanning = useBatchScan(() => parcels.value, (uid, code) => (waybills.value[uid] = code), current);

  async function writeOne(parcel: Shipment, waybill: string, name: string): Promise<void> {
    const { uid: shipment, order_number } = parcel;
    const body: ParcelDeed = { shipment, order_number, courier: name, waybill };
    const title = t('deed.shipped', { order: order_number, courier: name, waybill });
    const refused = refusedShip(shipment, outbox.items);
    if (refused) await outbox.apply(refused.uid, { type: 'edit', body, title });
    else await outbox.add(() => Promise.resolve([{ uid: newUuid(), kind: SHIP, title, body }]));
  }

  async function ship(): Promise<void> {
    tried.value = true;
    const name = courier.value;
    const rows = filled.value;
    if (!name || complaint.value || Object.keys(complaints.value).length) return;
    try {
      for (const { parcel, waybill } of rows) {
        await writeOne(parcel, waybill, name);
        const { uid: shipment, order_number, region } = parcel;
        handed.note({ shipment, order_number, region, courier: name, waybill, at: new Date().toISOString() });
      }
      waybills.value = {};
      tried.value = false;
      done.value = t('batch.done', { count: rows.length });
      device.keep(HABIT, name);
      void outbox.sendAll();
    } catch (error) {
      problem.value = savingProblem(error);
    }
  }

  return {
    ...local, ...scanning, parcels, courier, waybills, current, filled, complaints, complaint, done, problem: local.problem,
    saving: problem, ship,
  };
}

import { newUuid } from '@xiangzhan/core';

import { useOutbox } from '../backend/useOutbox';
import type { Shipment } from './api';
import { type ParcelDeed, refusedShip, SHIP } from './deeds';
import { useHandedOver } from './handedOver';
import { t } from './messages.zh';

export interface Row {
  parcel: Shipment;
  waybill: string;
}

/** Hand-overs as records: all at once, so that they go in one call; a refused one is mended. */
export function useShipDeed() {
  const outbox = useOutbox();
  const handed = useHandedOver();

  function noteRow({ parcel, waybill }: Row, courier: string): void {
    const { uid: shipment, order_number, region } = parcel;
    handed.note({ shipment, order_number, region, courier, waybill, at: new Date().toISOString() });
  }

  async function writeAll(rows: readonly Row[], courier: string): Promise<void> {
    const deeds = rows.map(({ parcel: { uid: shipment, order_number }, waybill }) => {
      const body: ParcelDeed = { shipment, order_number, courier, waybill };
      const title = t('deed.shipped', { order: order_number, courier, waybill });
      return { body, title, refused: refusedShip(shipment, outbox.items) };
    });
    for (const { body, title, refused } of deeds) {
      if (refused) await outbox.apply(refused.uid, { type: 'edit', body, title });
    }
    const fresh = deeds.filter(({ refused }) => !refused);
    await outbox.add(() =>
      Promise.resolve(fresh.map(({ body, title }) => ({ uid: newUuid(), kind: SHIP, title, body }))),
    );
    rows.forEach((row) => noteRow(row, courier));
  }

  /** Done on line: it stands on the courier's list, and what was refused before is done with. */
  async function noteDone(row: Row, courier: string): Promise<void> {
    noteRow(row, courier);
    const refused = refusedShip(row.parcel.uid, outbox.items);
    if (refused) await outbox.apply(refused.uid, { type: 'withdraw', reason: t('ship.mended') });
  }

  return { writeAll, noteDone };
}

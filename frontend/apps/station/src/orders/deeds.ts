import type { OutboxItem } from '@xiangzhan/core';

import { registerKind } from '../backend/kinds';
import { posting } from '../backend/posting';
import type { Shipment, ShipmentStatus } from './api';
import { t } from './messages.zh';

/** A parcel packed or handed over while there was no network. */
export interface ParcelDeed {
  shipment: string;
  order_number: string;
  lot_codes?: string[];
  courier?: string;
  waybill?: string;
}

export const PACK = 'pack';
export const SHIP = 'ship';

const send = posting(
  (item) => `/shipments/${(item.body as ParcelDeed).shipment}/${item.kind}`,
  (item) => {
    const { lot_codes, courier, waybill } = item.body as ParcelDeed;
    return item.kind === PACK ? { lot_codes } : { courier, waybill };
  },
);

registerKind(PACK, {
  name: t('deed.pack'),
  most: 1,
  send,
  lines: (body) => {
    const deed = body as ParcelDeed;
    return [[t('deed.order'), deed.order_number], [t('deed.lots'), (deed.lot_codes ?? []).join('、')]];
  },
});

registerKind(SHIP, {
  name: t('deed.ship'),
  most: 1,
  send,
  lines: (body) => {
    const deed = body as ParcelDeed;
    return [
      [t('deed.order'), deed.order_number],
      [t('deed.waybill'), `${deed.courier ?? ''} ${deed.waybill ?? ''}`],
    ];
  },
  edit: (item) => `/shipments/${(item.body as ParcelDeed).shipment}/ship?mend=${item.uid}`,
});

const DONE: Record<string, ShipmentStatus> = { [PACK]: 'packed', [SHIP]: 'shipped' };
const COUNTS = ['queued', 'sending', 'sent'];

/** The parcel as it stands on this counter: what is queued here counts as done. */
export function withDeeds(shipment: Shipment, items: readonly OutboxItem[]): Shipment {
  return items
    .filter((item) => COUNTS.includes(item.state) && DONE[item.kind])
    .filter((item) => (item.body as ParcelDeed).shipment === shipment.uid)
    .reduce((now, item) => stepOf(now, item), shipment);
}

function stepOf(shipment: Shipment, item: OutboxItem): Shipment {
  const status = DONE[item.kind] ?? shipment.status;
  const { courier, waybill } = item.body as ParcelDeed;
  if (shipment.status === 'delivered' || shipment.status === status) return shipment;
  return {
    ...shipment, status, status_name: t(`status.${status}`),
    courier: courier ?? shipment.courier, waybill: waybill ?? shipment.waybill,
  };
}

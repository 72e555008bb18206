import { type Api, formatWeight, keyOf, localProblem, type OutboxItem, type Verdict } from '@xiangzhan/core';

import { registerKind } from '../backend/kinds';
import { judged, posting } from '../backend/posting';
import { type Adjusting, adjusted } from './adjusting';
import { type Shipment, shipmentsApi, type ShipmentStatus } from './api';
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
export const ADJUST = 'adjust';
/** The server takes a hundred parcels in one call; half of it answers in time on a slow line. */
const MOST_SHIPPED = 50;

registerKind(PACK, {
  name: t('deed.pack'),
  most: 1,
  send: posting(
    (item) => `/shipments/${(item.body as ParcelDeed).shipment}/pack`,
    (item) => ({ lot_codes: (item.body as ParcelDeed).lot_codes }),
  ),
  lines: (body) => {
    const deed = body as ParcelDeed;
    return [[t('deed.order'), deed.order_number], [t('deed.lots'), (deed.lot_codes ?? []).join('、')]];
  },
});

/** All that waits for the courier in one call, each parcel judged by itself. */
async function shipAll(items: readonly OutboxItem[], line: Api): Promise<Verdict[]> {
  const rows = items.map((item) => {
    const { shipment, courier = '', waybill = '' } = item.body as ParcelDeed;
    return { shipment, courier, waybill };
  });
  const said = new Map((await shipmentsApi.shipMany(rows, line)).map((one) => [one.shipment, one.problem]));
  return items.map((item) => verdictOf(item, said.get((item.body as ParcelDeed).shipment)));
}

function verdictOf({ uid, body }: OutboxItem, problem: string | undefined): Verdict {
  if (problem === undefined) throw localProblem('unreadable_answer');
  if (problem === '') return { uid, event: { type: 'stored', answer: body, at: new Date().toISOString() } };
  const refusal = { status: 409, code: 'not_shipped', words: problem, fields: {}, request_id: '' };
  return { uid, event: { type: 'refused', problem: refusal } };
}

registerKind(SHIP, {
  name: t('deed.ship'),
  most: MOST_SHIPPED,
  send: shipAll,
  lines: (body) => {
    const deed = body as ParcelDeed;
    return [
      [t('deed.order'), deed.order_number],
      [t('deed.waybill'), `${deed.courier ?? ''} ${deed.waybill ?? ''}`],
    ];
  },
  edit: (item) => `/shipments/${(item.body as ParcelDeed).shipment}/ship`,
});

registerKind(ADJUST, {
  name: t('deed.adjust'),
  most: 1,
  send: judged((item, line) => {
    const { shipment, said } = item.body as Adjusting;
    return shipmentsApi.adjust(shipment, said, keyOf(item), line);
  }),
  lines: (body) => {
    const { order_number, said } = body as Adjusting;
    const found = said.new_lot_code ?? formatWeight(said.actual_g ?? 0, '斤');
    return [[t('deed.order'), order_number], [t('deed.lots'), said.lot_code], [t('adjust.found'), found], [t('adjust.why'), said.reason]];
  },
});

const DONE: Record<string, ShipmentStatus> = { [PACK]: 'packed', [SHIP]: 'shipped' };
const COUNTS = ['queued', 'sending', 'sent'];

const shipmentOf = (item: OutboxItem): string => (item.body as { shipment: string }).shipment;

/** The parcel as it stands on this counter: what is queued here counts as done. */
export function withDeeds(shipment: Shipment, items: readonly OutboxItem[]): Shipment {
  return items
    .filter((item) => COUNTS.includes(item.state) && (DONE[item.kind] || item.kind === ADJUST))
    .filter((item) => shipmentOf(item) === shipment.uid)
    .reduce((now, item) => stepOf(now, item), shipment);
}

function stepOf(shipment: Shipment, item: OutboxItem): Shipment {
  // Once more over what the server has adjusted already changes nothing.
  if (item.kind === ADJUST) return adjusted(shipment, (item.body as Adjusting).said);
  const status = DONE[item.kind] ?? shipment.status;
  const { courier, waybill } = item.body as ParcelDeed;
  if (shipment.status === 'delivered' || shipment.status === status) return shipment;
  return {
    ...shipment, status, status_name: t(`status.${status}`),
    courier: courier ?? shipment.courier, waybill: waybill ?? shipment.waybill,
  };
}

/** A parcel is not packed before what was short in it is known to the server. */
export function adjustmentAhead(uid: string, items: readonly OutboxItem[]): string | null {
  const ahead = items.filter(
    (item) => item.kind === ADJUST && !['sent', 'withdrawn'].includes(item.state) && shipmentOf(item) === uid,
  );
  return ahead.at(-1)?.uid ?? null;
}

/** A hand-over the server refused: the next try mends it and makes no second one. */
export function refusedShip(uid: string, items: readonly OutboxItem[]): OutboxItem | undefined {
  return items.find((item) => item.kind === SHIP && item.state === 'attention' && shipmentOf(item) === uid);
}

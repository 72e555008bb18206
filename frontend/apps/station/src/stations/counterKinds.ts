import { formatInstant } from '@xiangzhan/core';

import { registerKind } from '../backend/kinds';
import { posting } from '../backend/posting';
import {
  type Collect, type HandOver, type ParcelIn, type Service, serviceName, type UndoHandOver,
} from './counterApi';
import { t } from './messages.zh';

export const PARCEL_IN = 'parcel_in';
export const HAND_OVER = 'parcel_hand_over';
export const UNDO = 'parcel_undo';
export const COLLECT = 'parcel_collect';
export const SERVICE = 'service';

registerKind(PARCEL_IN, {
  name: t('parcel.in'),
  most: 1,
  send: posting(
    () => '/parcels',
    (item) => ({ uid: item.uid, ...(item.body as ParcelIn) }),
    // The number has done its work: the message is the server's, the counter keeps four digits.
    (item) => {
      const body = item.body as ParcelIn;
      return { ...body, phone: '', phone_tail: body.phone_tail || body.phone.slice(-4) };
    },
  ),
  lines: (body) => {
    const parcel = body as ParcelIn;
    return [
      [t('parcel.direction'), t(parcel.direction === 'in' ? 'parcel.for_them' : 'parcel.by_them')],
      [t('parcel.waybill'), `${parcel.carrier} ${parcel.waybill}`],
      [t('parcel.shelf'), parcel.shelf_code],
      [t('parcel.tail'), parcel.phone_tail || parcel.phone.slice(-4)],
      [t('parcel.at'), formatInstant(parcel.arrived_at)],
    ];
  },
});

registerKind(HAND_OVER, {
  name: t('parcel.hand_over'),
  most: 1,
  send: posting(
    (item) => `/parcels/${(item.body as HandOver).parcel}/hand-over`,
    (item) => {
      const { taken_by, name, proxy_name, handed_at } = item.body as HandOver;
      return { uid: item.uid, taken_by, name, proxy_name, handed_at };
    },
  ),
  lines: (body) => {
    const deed = body as HandOver;
    return [
      [t('parcel.waybill'), deed.waybill],
      [t('parcel.taken_by'), deed.taken_by === 'owner' ? t('parcel.owner') : `${t('parcel.proxy')} ${deed.proxy_name}`],
      [t('parcel.at'), formatInstant(deed.handed_at)],
    ];
  },
});

registerKind(UNDO, {
  name: t('parcel.undo'),
  most: 1,
  send: posting(
    (item) => `/parcels/${(item.body as UndoHandOver).parcel}/undo`,
    (item) => {
      const { handover, undone_at } = item.body as UndoHandOver;
      return { handover, undone_at };
    },
  ),
  lines: (body) => [[t('parcel.waybill'), (body as UndoHandOver).waybill]],
});

registerKind(COLLECT, {
  name: t('parcel.collect'),
  most: 1,
  send: posting(
    (item) => `/parcels/${(item.body as Collect).parcel}/collect`,
    (item) => ({ reason: '', made_at: (item.body as Collect).made_at }),
  ),
  lines: (body) => {
    const { waybill, made_at } = body as Collect;
    return [[t('parcel.waybill'), waybill], [t('parcel.at'), formatInstant(made_at)]];
  },
});

registerKind(SERVICE, {
  name: t('service.name'),
  most: 1,
  send: posting(() => '/service-records', (item) => ({ uid: item.uid, ...(item.body as Service) })),
  lines: (body) => {
    const service = body as Service;
    return [
      [t('service.kind'), serviceName(service.kind)],
      [t('service.count'), String(service.count)],
      [t('service.amount'), `${service.amount} 元`],
      [t('service.fee'), `${service.fee} 元`],
      [t('service.note'), service.note],
      [t('parcel.at'), formatInstant(service.done_at)],
    ];
  },
});

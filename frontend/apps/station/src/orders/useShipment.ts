import { ApiProblem } from '@xiangzhan/core';
import { useLoad } from '@xiangzhan/ui/base';

import { cursorOf } from '../backend/pages';
import { type Shipment, shipmentsApi, type ShipmentStatus } from './api';

const MOST_PAGES = 10;

const GONE = {
  status: 404, code: 'not_found', title: '', fields: {}, request_id: '', extra: {},
  detail: '没有找到这个包裹，可能已经处理过，请回到列表看看',
};

async function find(
  uid: string, status: ShipmentStatus, signal: AbortSignal,
): Promise<Shipment | null> {
  let cursor: string | null = null;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const { results, next } = await shipmentsApi.list(status, cursor, signal);
    const found = results.find((one) => one.uid === uid);
    if (found) return found;
    cursor = cursorOf(next);
    if (!cursor) break;
  }
  return null;
}

/** One parcel of this station, looked for in the lists it can stand in. */
export function useShipment(uid: string, statuses: readonly ShipmentStatus[]) {
  return useLoad(async (signal) => {
    for (const status of statuses) {
      const found = await find(uid, status, signal);
      if (found) return found;
    }
    throw new ApiProblem(GONE);
  });
}

import { localList } from '../backend/lists';
import { allRows } from '../backend/cursors';
import { type Shipment, shipmentsApi, type ShipmentStatus } from './api';

const fetchAll = async (status: ShipmentStatus, signal?: AbortSignal): Promise<Shipment[]> =>
  (await allRows((cursor) => shipmentsApi.list(status, cursor, signal))).rows;

/** The parcels to pack and to ship, with their lots: the pick lists of a day without network. */
export const waitingList = localList('shipments_waiting', (signal) => fetchAll('waiting', signal));
export const packedList = localList('shipments_packed', (signal) => fetchAll('packed', signal));

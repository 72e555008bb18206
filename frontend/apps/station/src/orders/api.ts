import type { Api, Grams, Page, Schema } from '@xiangzhan/core';
import { api } from '@xiangzhan/ui/session';

export type ShipmentStatus = 'waiting' | 'packed' | 'shipped' | 'delivered';

export interface PickedLot {
  code: string;
  weight_g: Grams;
  household_name: string;
}

export interface ShipmentLine {
  position: number;
  title: string;
  quantity: number;
  package_g: Grams;
  lots: PickedLot[];
}

export interface Shipment {
  uid: string;
  order_number: string;
  status: ShipmentStatus;
  status_name: string;
  region: string;
  placed_at: string;
  lines: ShipmentLine[];
  courier: string;
  waybill: string;
  /** The buyer fetches it: no courier takes it along. */
  pick_up: boolean;
}

export type ToShip = Schema<'BatchRowRequest'>;

export const shipmentsApi = {
  list: (status: string, cursor: string | null, signal?: AbortSignal) =>
    api.get<Page<Shipment>>('/shipments', { query: { status, cursor, page_size: 50 }, signal }),
  one: (uid: string, signal?: AbortSignal) => api.get<Shipment>(`/shipments/${uid}`, { signal }),
  pack: (uid: string, lot_codes: string[], idempotencyKey: string) =>
    api.post<Shipment>(`/shipments/${uid}/pack`, { lot_codes }, { idempotencyKey }),
  ship: (uid: string, handover: { courier: string; waybill: string }, idempotencyKey: string) =>
    api.post<Shipment>(`/shipments/${uid}/ship`, handover, { idempotencyKey }),
  adjust: (uid: string, said: Schema<'ShortageRequest'>, idempotencyKey: string, line: Api = api) =>
    line.post<Shipment>(`/shipments/${uid}/adjust`, said, { idempotencyKey }),
  /** Each parcel on its own merits; sent again, each is shipped once all the same. */
  shipMany: (rows: ToShip[], line: Api) =>
    line.post<Schema<'BatchResult'>[]>('/shipments/ship-batch', { rows }),
  deliver: (uid: string, idempotencyKey: string) =>
    api.post<Shipment>(`/shipments/${uid}/deliver`, {}, { idempotencyKey }),
};

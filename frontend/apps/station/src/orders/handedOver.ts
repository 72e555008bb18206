import { localDate } from '@xiangzhan/core';

import { useDevice } from '../backend/device';

/** One parcel as the courier takes it along, for the list that is signed. */
export interface Handed {
  shipment: string;
  order_number: string;
  region: string;
  courier: string;
  waybill: string;
  at: string;
}

/** What this counter gave to couriers, day by day; it is on the device, so it prints without network. */
export function useHandedOver() {
  const device = useDevice();
  const keyOf = (day: string): string => `handed/${day}`;

  function handedOn(day: string): Handed[] {
    return device.read<Handed[]>(keyOf(day)) ?? [];
  }
  /** Again for the same parcel replaces the line: a mended waybill stands once. */
  function note(...rows: Handed[]): void {
    const day = localDate(new Date());
    const fresh = new Set(rows.map((row) => row.shipment));
    device.keep(keyOf(day), [...handedOn(day).filter((row) => !fresh.has(row.shipment)), ...rows]);
  }

  return { handedOn, note };
}

/** One list for each courier, in the order of handing over. */
export function byCourier(rows: readonly Handed[]): [string, Handed[]][] {
  const lists = new Map<string, Handed[]>();
  for (const row of rows) lists.set(row.courier, [...(lists.get(row.courier) ?? []), row]);
  return [...lists];
}

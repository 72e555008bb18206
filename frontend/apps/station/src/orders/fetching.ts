import type { Grams } from '@xiangzhan/core';

import type { Shipment } from './api';
import { wantedLots } from './picking';

/** One lot to fetch from the shelf, for all parcels that wait. */
export interface Fetched {
  code: string;
  household_name: string;
  goods: string;
  weight_g: Grams;
  orders: { number: string; weight_g: Grams }[];
}

/** Lots in the order of their codes, which begin with the day of the weigh-in: the oldest first. */
export function toFetch(shipments: readonly Shipment[]): Fetched[] {
  const lots = new Map<string, Fetched>();
  for (const shipment of shipments) {
    for (const lot of wantedLots(shipment)) {
      const { code, household_name } = lot;
      const goods = shipment.lines.find((line) => line.lots.some((one) => one.code === code))?.title ?? '';
      const held = lots.get(code) ?? { code, household_name, goods, weight_g: 0, orders: [] };
      held.weight_g += lot.weight_g;
      held.orders.push({ number: shipment.order_number, weight_g: lot.weight_g });
      lots.set(code, held);
    }
  }
  return [...lots.values()].sort((one, other) => one.code.localeCompare(other.code));
}

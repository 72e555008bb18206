import type { Grams, Schema } from '@xiangzhan/core';

import type { Shipment } from './api';

export type Shortage = Schema<'ShortageRequest'>;

/** 缺重 or 换货 on its way: what was found at the scale for one lot of one line. */
export interface Adjusting {
  shipment: string;
  order_number: string;
  said: Shortage;
}

export interface Part {
  key: string;
  position: number;
  title: string;
  code: string;
  weight_g: Grams;
  household_name: string;
}

/** Every lot of every line: an adjustment names both. */
export function partsOf(shipment: Shipment): Part[] {
  return shipment.lines.flatMap(({ position, title, lots }) =>
    lots.map((lot) => ({ key: `${position}/${lot.code}`, position, title, ...lot })),
  );
}

/** The parcel as it is after the adjustment, as long as the server has not said it itself. */
export function adjusted(shipment: Shipment, said: Shortage): Shipment {
  const lines = shipment.lines.map((line) => {
    if (line.position !== said.position) return line;
    const lots = line.lots.flatMap((lot) => {
      if (lot.code !== said.lot_code) return [lot];
      if (said.new_lot_code) return [{ ...lot, code: said.new_lot_code, household_name: '' }];
      return said.actual_g ? [{ ...lot, weight_g: said.actual_g }] : [];
    });
    return { ...line, lots };
  });
  return { ...shipment, lines };
}

import { api } from '@xiangzhan/ui/session';

import type { CursorPage } from '../backend/lists';

export interface OrderRow {
  number: string;
  status: string;
  status_name: string;
  total: string;
  placed_at: string;
  lines: { title: string; quantity: number }[];
  region: string;
  station_names: string[];
}

export interface OrderSource {
  lot_code: string;
  household_name: string;
  village: string;
  station_name: string;
  cooperative_name: string;
  weight_g: number;
  share: string;
}

export interface OrderLine {
  position: number;
  title: string;
  product_name: string;
  grade_name: string;
  quantity: number;
  weight_g: number;
  price: string;
  amount: string;
  sources: OrderSource[];
}

export interface MoneyPart {
  part: string;
  name: string;
  amount: string;
}

export interface Order {
  number: string;
  status_name: string;
  goods: string;
  shipping: string;
  total: string;
  lines: OrderLine[];
  steps: { status: string; status_name: string; at: string }[];
  shipments: {
    uid: string;
    station_name: string;
    status_name: string;
    courier: string | null;
    waybill: string | null;
  }[];
  money_parts: MoneyPart[] | null;
}

export const ordersApi = {
  list: (query: Record<string, string>, signal: AbortSignal) =>
    api.get<CursorPage<OrderRow>>('/orders', { query, signal }),
  one: (number: string, signal: AbortSignal) => api.get<Order>(`/orders/${number}`, { signal }),
};

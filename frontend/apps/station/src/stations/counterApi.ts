import type { Page } from '@xiangzhan/core';
import { api } from '@xiangzhan/ui/session';

export interface Handover {
  uid: string;
  taken_by_name: string;
  handed_at: string;
  undone_at: string | null;
}

/** A parcel as the counter knows it: names and phones masked. */
export interface Parcel {
  uid: string;
  direction: 'in' | 'out';
  status: string;
  status_name: string;
  carrier: string;
  waybill: string;
  shelf_code: string;
  pickup_code: string;
  name_masked: string;
  phone_tail: string;
  arrived_at: string;
  overdue_days: number;
  handovers: Handover[];
}

/** What is typed in when a parcel arrives. The whole number serves the message and is then dropped. */
export interface ParcelIn {
  direction: 'in' | 'out';
  waybill: string;
  carrier: string;
  shelf_code: string;
  name: string;
  phone: string;
  phone_tail: string;
  arrived_at: string;
}

export interface HandOver {
  parcel: string;
  waybill: string;
  taken_by: 'owner' | 'proxy';
  name: string;
  proxy_name: string;
  handed_at: string;
}

export interface UndoHandOver {
  parcel: string;
  waybill: string;
  handover: string;
  undone_at: string;
}

/** 代发: the courier took it along. */
export interface Collect {
  parcel: string;
  waybill: string;
  made_at: string;
}

export interface Service {
  kind: string;
  count: number;
  amount: string;
  fee: string;
  note: string;
  done_at: string;
}

export const SERVICES: readonly { value: string; label: string }[] = [
  { value: 'proxy_purchase', label: '代买' },
  { value: 'bill_payment', label: '代缴费' },
  { value: 'government', label: '政务代办' },
  { value: 'finance', label: '便民金融' },
  { value: 'consult', label: '咨询' },
  { value: 'info_post', label: '信息发布' },
];

export const serviceName = (kind: string): string =>
  SERVICES.find(({ value }) => value === kind)?.label ?? kind;

export const counterApi = {
  accepted: (cursor: string | null, signal?: AbortSignal) =>
    api.get<Page<Parcel>>('/parcels', {
      query: { status: 'accepted', direction: 'out', cursor, page_size: 50 }, signal,
    }),
  waiting: (cursor: string | null, signal?: AbortSignal) =>
    api.get<Page<Parcel>>('/parcels', {
      query: { status: 'waiting', direction: 'in', cursor, page_size: 50 }, signal,
    }),
};

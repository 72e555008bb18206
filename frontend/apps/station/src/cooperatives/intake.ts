import {
  amountFen,
  type Fen,
  fenToApi,
  formatWeight,
  type Grams,
  newUuid,
  type WeightUnit,
} from '@xiangzhan/core';

import type { Household, Mode, NewReceipt, Price } from './api';
import { t } from './messages.zh';

/** One basket on its way from the scale to the server; kept on the device until it has arrived. */
export interface Intake {
  uid: string;
  household: Household | null;
  price: Price | null;
  mode: Mode;
  gross_g: Grams | null;
  tare_g: Grams | null;
  unit: WeightUnit;
  weighed_at: string | null;
  /** What was sent when the line broke: the server may have it. */
  lost: NewReceipt | null;
}

export const TARES: readonly { value: Grams; label: string }[] = [
  { value: 1000, label: t('tare.basket') },
  { value: 200, label: t('tare.bag') },
  { value: 0, label: t('tare.none') },
];

export function emptyIntake(unit: WeightUnit = '斤'): Intake {
  return {
    uid: newUuid(), household: null, price: null, mode: 'consignment',
    gross_g: null, tare_g: 0, unit, weighed_at: null, lost: null,
  };
}

export function netOf({ gross_g, tare_g }: Intake): Grams | null {
  return gross_g === null || tare_g === null ? null : gross_g - tare_g;
}

export function amountOf(intake: Intake): Fen | null {
  const net = netOf(intake);
  return net === null || net <= 0 || !intake.price ? null : amountFen(net, intake.price.buy_fen);
}

/** What speaks against the weight, in words; null when nothing does. */
export function weightComplaint(intake: Intake): string | null {
  const net = netOf(intake);
  if (net === null) return null;
  if (net <= 0) return t('weigh.no_net');
  const product = intake.price?.product;
  const most = product?.most_g_per_receipt;
  if (!product || most === undefined || net <= most) return null;
  return t('weigh.too_much', { product: product.name, most: formatWeight(most, intake.unit) });
}

/** 「马有福，土豆 一级 25 斤 × 1.20 = 30.00 元」 read to the household before it is written down. */
export function readBack(intake: Intake): string {
  const { household, price } = intake;
  const net = netOf(intake);
  const amount = amountOf(intake);
  if (!household || !price || net === null || amount === null) return '';
  return t('receive.line', {
    household: household.head_name,
    product: price.product.name,
    grade: price.grade_name,
    weight: formatWeight(net, '斤'),
    price: fenToApi(price.buy_fen),
    amount: fenToApi(amount),
  });
}

export type Step = 'household' | 'produce' | 'weigh' | 'confirm';

export const STEP_PATHS: Record<Step, string> = {
  household: '/receive',
  produce: '/receive/produce',
  weigh: '/receive/weigh',
  confirm: '/receive/confirm',
};

/** The first step that still lacks something. */
export function openStep(intake: Intake): Step {
  if (!intake.household) return 'household';
  if (!intake.price) return 'produce';
  if (amountOf(intake) === null || weightComplaint(intake)) return 'weigh';
  return 'confirm';
}

/** Which step mends a field the server refused. */
export function stepOfField(field: string): Step | null {
  if (field === 'household') return 'household';
  if (['product', 'grade', 'mode', 'price_per_jin'].includes(field)) return 'produce';
  if (['gross_g', 'tare_g', 'net_g', 'weighed_at'].includes(field)) return 'weigh';
  return null;
}

export function receiptOf(intake: Intake): NewReceipt | null {
  const { household, price, gross_g, tare_g, weighed_at } = intake;
  if (!household || !price || gross_g === null || tare_g === null || !weighed_at) return null;
  return {
    uid: intake.uid,
    household: household.uid,
    product: price.product.uid,
    grade: price.grade,
    mode: intake.mode,
    gross_g,
    tare_g,
    price_per_jin: fenToApi(price.buy_fen),
    weighed_at,
    note: '',
  };
}

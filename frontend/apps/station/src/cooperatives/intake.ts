import {
  amountFen, type Fen, fenToApi, formatWeight, type Grams, newUuid, type WeightUnit,
} from '@xiangzhan/core';

import type { LocalHousehold, Mode, NewReceipt, Price, Product } from './api';
import { t } from './messages.zh';

export interface Crate {
  gross_g: Grams;
  tare_g: Grams;
}

/** One weigh-in on its way from the scale into the outbox; kept on the device at every change. */
export interface Intake {
  uid: string;
  household: LocalHousehold | null;
  product: Product | null;
  grade: string | null;
  /** The price of the day as this device knows it; null is 待定价. */
  price: Price | null;
  mode: Mode;
  /** Crates weighed before the one on the scale. */
  crates: Crate[];
  gross_g: Grams | null;
  tare_g: Grams | null;
  unit: WeightUnit;
  weighed_at: string | null;
  /** The household signed on the screen; else it nodded and the operator tapped. */
  signed: boolean;
  /** The record in the outbox that is being mended. */
  mends: string | null;
}

export const GRADES: readonly { value: string; label: string }[] = [
  { value: 'special', label: '特级' },
  { value: 'first', label: '一级' },
  { value: 'second', label: '二级' },
  { value: 'mixed', label: '统货' },
];

export const gradeName = (grade: string | null): string =>
  GRADES.find(({ value }) => value === grade)?.label ?? '';

export const TARES: readonly { value: Grams; label: string }[] = [
  { value: 1000, label: t('tare.basket') },
  { value: 200, label: t('tare.bag') },
  { value: 0, label: t('tare.none') },
];

export function emptyIntake(unit: WeightUnit = '斤'): Intake {
  return {
    uid: newUuid(), household: null, product: null, grade: null, price: null, mode: 'consignment',
    crates: [], gross_g: null, tare_g: 0, unit, weighed_at: null, signed: false, mends: null,
  };
}

/** The crates set aside and the one on the scale. */
export function cratesOf({ crates, gross_g, tare_g }: Intake): Crate[] {
  return gross_g === null ? [...crates] : [...crates, { gross_g, tare_g: tare_g ?? 0 }];
}

const sumOf = (crates: readonly Crate[], part: keyof Crate): Grams =>
  crates.reduce((sum, crate) => sum + crate[part], 0);

export const grossOf = (intake: Intake): Grams => sumOf(cratesOf(intake), 'gross_g');
export const tareOf = (intake: Intake): Grams => sumOf(cratesOf(intake), 'tare_g');

export function netOf(intake: Intake): Grams | null {
  return cratesOf(intake).length === 0 ? null : grossOf(intake) - tareOf(intake);
}

export function amountOf(intake: Intake): Fen | null {
  const net = netOf(intake);
  return net === null || net <= 0 || !intake.price ? null : amountFen(net, intake.price.buy_fen);
}

/** What speaks against the weight, in words; null when nothing does. */
export function weightComplaint(intake: Intake): string | null {
  const net = netOf(intake);
  if (net === null) return null;
  if (cratesOf(intake).some((crate) => crate.gross_g <= crate.tare_g)) return t('weigh.no_net');
  const product = intake.product;
  const most = product?.most_g_per_receipt;
  if (!product || most === undefined || net <= most) return null;
  return t('weigh.too_much', { product: product.name, most: formatWeight(most, intake.unit) });
}

const MUCH = 3;

/** More than three times the household's usual: perhaps 斤 and 公斤 were mixed up. */
export function unusualWords(intake: Intake, usualG: Grams | null): string {
  const net = netOf(intake);
  if (net === null || usualG === null || net <= usualG * MUCH) return '';
  return t('weigh.unusual', {
    household: intake.household?.head_name ?? '', product: intake.product?.name ?? '',
    usual: formatWeight(usualG, intake.unit), now: formatWeight(net, intake.unit),
  });
}

/** 「马有福，土豆 一级 25 斤 × 1.20 = 30.00 元」 read to the household before it is written down. */
export function readBack(intake: Intake): string {
  const { household, product, grade, price } = intake;
  const net = netOf(intake);
  if (!household || !product || !grade || net === null || net <= 0) return '';
  const words = {
    household: household.head_name, product: product.name, grade: gradeName(grade),
    weight: formatWeight(net, '斤'),
  };
  const amount = amountOf(intake);
  if (!price || amount === null) return t('receive.line_unpriced', words);
  return t('receive.line', { ...words, price: fenToApi(price.buy_fen), amount: fenToApi(amount) });
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
  if (!intake.product || !intake.grade) return 'produce';
  if (netOf(intake) === null || weightComplaint(intake)) return 'weigh';
  return 'confirm';
}

/** Which step mends a field the server refused. */
export function stepOfField(field: string): Step | null {
  if (field === 'household') return 'household';
  if (['product', 'grade', 'mode', 'price_per_jin'].includes(field)) return 'produce';
  if (['gross_g', 'tare_g', 'net_g', 'crates', 'weighed_at'].includes(field)) return 'weigh';
  return null;
}

/** What goes to the server, but for lot code and station, which the device adds. */
export function receiptOf(
  intake: Intake, station: string | null = null, lot_code = '',
): NewReceipt | null {
  const { household, product, grade, price, weighed_at } = intake;
  if (!household || !product || !grade || !weighed_at || netOf(intake) === null) return null;
  return {
    uid: intake.uid,
    household: household.uid,
    product: product.uid,
    grade,
    mode: intake.mode,
    gross_g: grossOf(intake),
    tare_g: tareOf(intake),
    price_per_jin: price ? fenToApi(price.buy_fen) : null,
    weighed_at,
    note: '',
    crates: cratesOf(intake),
    lot_code,
    station,
    read_back: readBack(intake),
    confirmed_by: intake.signed ? 'signature' : 'tap',
  };
}

import type { OutboxItem } from '@xiangzhan/core';

import type { Lot } from './api';
import { gradeName, netOf } from './intake';
import { RECEIPT, type ReceiptBody } from './receiptKind';
import { VOID, type VoidBody } from './shelfKinds';

/** A lot the server does not show yet; what names it goes after its weigh-in. */
export interface WaitingLot extends Lot {
  weigh_in: string;
}

export type ShelfLot = Lot | WaitingLot;

export const isWaiting = (lot: ShelfLot): lot is WaitingLot => 'weigh_in' in lot;

function lotOf({ uid, body }: OutboxItem): WaitingLot[] {
  const { wire, intake } = body as ReceiptBody;
  const net = netOf(intake);
  // A counter that is not bound makes no codes: its lots have a name only at the server.
  if (!wire.lot_code || !intake.product || net === null) return [];
  return [{
    weigh_in: uid, code: wire.lot_code, product_uid: wire.product, product_name: intake.product.name,
    grade: wire.grade, grade_name: gradeName(wire.grade), household_name: intake.household?.head_name ?? '',
    received_g: net, available_g: net, held_g: 0, sold_g: 0, expires_on: '', listing_title: null,
  }];
}

/** Weighed in on this device under this hat and not yet in what the server last told of the shelf. */
export function weighedHere(
  items: readonly OutboxItem[], hat: string | undefined, listed: readonly Lot[], toldAt: string,
): WaitingLot[] {
  const known = new Set(listed.map((lot) => lot.code));
  const asked = new Set(items.filter((item) => item.kind === VOID).map((item) => (item.body as VoidBody).receipt));
  return items
    .filter((item) => item.kind === RECEIPT && item.owner.hat === hat && !asked.has(item.uid))
    .filter((item) => ['queued', 'sending'].includes(item.state) || (item.sent_at ?? '') > toldAt)
    .flatMap(lotOf)
    .filter((lot) => !known.has(lot.code));
}

/** The weigh-ins that must arrive before something that names these lots. */
export function receiptsAhead(items: readonly OutboxItem[], codes: readonly string[]): string[] {
  return items
    .filter((item) => item.kind === RECEIPT && item.state !== 'sent' && item.state !== 'withdrawn')
    .filter((item) => codes.includes((item.body as ReceiptBody).wire.lot_code))
    .map((item) => item.uid);
}

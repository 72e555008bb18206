import { cleanCode, type OutboxItem } from '@xiangzhan/core';

import type { Collect, HandOver, Parcel, ParcelIn, UndoHandOver } from './counterApi';
import { COLLECT, HAND_OVER, PARCEL_IN, UNDO } from './counterKinds';
import { t } from './messages.zh';

const UNDO_MS = 10 * 60_000;
const LIVE = ['queued', 'sending', 'sent'];
const live = (items: readonly OutboxItem[], kind: string): OutboxItem[] =>
  items.filter((item) => item.kind === kind && LIVE.includes(item.state));

function arrivedHere(item: OutboxItem): Parcel {
  const body = item.body as ParcelIn;
  const answer = item.answer as Parcel | null;
  return answer ?? {
    uid: item.uid, direction: body.direction, status: 'waiting', status_name: t('parcel.waiting'), carrier: body.carrier,
    waybill: body.waybill, shelf_code: body.shelf_code, pickup_code: '', name_masked: body.name,
    phone_tail: body.phone_tail || body.phone.slice(-4), arrived_at: body.arrived_at,
    overdue_days: 0, handovers: [],
  };
}

/** The uids of hand-overs made here that were taken back. */
function undone(items: readonly OutboxItem[]): Set<string> {
  return new Set(live(items, UNDO).map((item) => (item.body as UndoHandOver).handover));
}

/** What lies on the shelf now: the server's list, what came in here, less what went out here. */
export function shelfOf(listed: readonly Parcel[], items: readonly OutboxItem[]): Parcel[] {
  const back = undone(items);
  const gone = new Set(
    live(items, HAND_OVER)
      .filter((item) => !back.has(item.uid))
      .map((item) => (item.body as HandOver).parcel),
  );
  const known = new Set(listed.map((parcel) => parcel.uid));
  const fresh = live(items, PARCEL_IN)
    .filter((item) => (item.body as ParcelIn).direction === 'in' && !known.has(item.uid))
    .map(arrivedHere);
  return [...listed, ...fresh].filter((parcel) => !gone.has(parcel.uid));
}

/** What villagers brought and no courier has taken along yet. */
export function outgoing(listed: readonly Parcel[], items: readonly OutboxItem[]): Parcel[] {
  const gone = new Set(live(items, COLLECT).map((item) => (item.body as Collect).parcel));
  const known = new Set(listed.map((parcel) => parcel.uid));
  const fresh = live(items, PARCEL_IN)
    .filter((item) => (item.body as ParcelIn).direction === 'out' && !known.has(item.uid))
    .map(arrivedHere);
  return [...listed, ...fresh].filter((parcel) => !gone.has(parcel.uid));
}

/** By pick-up code, last four of the phone, shelf or waybill. */
export function findOnShelf(shelf: readonly Parcel[], typed: string): Parcel[] {
  const code = cleanCode(typed);
  if (!code) return [...shelf];
  return shelf.filter((parcel) =>
    [parcel.pickup_code, parcel.phone_tail, parcel.shelf_code].some((one) => cleanCode(one) === code) ||
    cleanCode(parcel.waybill).endsWith(code),
  );
}

/** A hand-over of this counter that can still be taken back. */
export function undoable(items: readonly OutboxItem[], nowMs: number): OutboxItem[] {
  const back = undone(items);
  return live(items, HAND_OVER).filter(
    (item) => !back.has(item.uid) && nowMs - Date.parse((item.body as HandOver).handed_at) < UNDO_MS,
  );
}

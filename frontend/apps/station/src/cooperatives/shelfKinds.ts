import {
  type Api, formatInstant, formatWeight, keyOf, type OutboxItem, type Schema,
} from '@xiangzhan/core';

import { owedOf, registerKind } from '../backend/kinds';
import { outboxRows } from '../backend/outboxRows';
import { uploadFor } from '../backend/photos';
import { judged, posting } from '../backend/posting';
import { t } from './messages.zh';

export const DAY_CLOSE = 'day_close';
export const STOCK_COUNT = 'stock_count';
export const VOID = 'receipt_void';
export const MOVE = 'stock_move';

export interface DayCloseBody {
  on: string;
  cash: string;
}

export type CountBody = Pick<Schema<'NewCountRequest'>, 'note' | 'lines'>;

export interface MoveBody {
  lot: string;
  kind: 'waste';
  cause: 'short';
  weight_g: number;
}

export interface VoidBody {
  receipt: string;
  title: string;
  reason: string;
}

/** First what this device still has is told anew, then the signature goes, then the close. */
async function closeDay(item: OutboxItem, line: Api): Promise<Schema<'DayClose'>> {
  const own = (await outboxRows.all()).filter((one) => one.owner.hat === item.owner.hat);
  const { unsent, oldest_at } = owedOf(own);
  const beat = { unsent_count: unsent, oldest_unsent_at: oldest_at };
  await line.post('/devices/me/beat', beat).catch(() => undefined);
  const [signature = ''] = await uploadFor(item.uid, line);
  const body: Schema<'CloseDayRequest'> = {
    uid: item.uid, ...(item.body as DayCloseBody), unsent_count: unsent, signature,
  };
  return line.post('/day-closes', body, { idempotencyKey: keyOf(item) });
}

registerKind(DAY_CLOSE, {
  name: t('day.name'),
  most: 1,
  send: judged(closeDay),
  lines: (body) => {
    const { on, cash } = body as DayCloseBody;
    return [[t('day.on'), on], [t('day.cash'), `${cash} 元`]];
  },
  closes: true,
  page: () => '/day',
});

registerKind(STOCK_COUNT, {
  name: t('count.name'),
  most: 1,
  send: posting(
    () => '/stock-counts',
    (item) => ({ uid: item.uid, ...(item.body as CountBody) }),
  ),
  lines: (body) => {
    const { lines, note } = body as CountBody;
    return [
      ...lines.map((line) => [line.lot, formatWeight(line.on_hand_g, '斤')] as const),
      [t('count.note'), note ?? ''],
    ];
  },
  page: (item) => `/counts/${item.uid}`,
});

registerKind(MOVE, {
  name: t('move.name'),
  most: 1,
  send: posting(
    (item) => `/lots/${(item.body as MoveBody).lot}/moves`,
    (item): Schema<'MoveOutRequest'> => {
      const { kind, cause, weight_g } = item.body as MoveBody;
      return { uid: item.uid, kind, cause, weight_g, reason: '' };
    },
  ),
  lines: (body) => {
    const { lot, weight_g } = body as MoveBody;
    return [[t('move.lot'), lot], [t('move.weight'), formatWeight(weight_g, '斤')]];
  },
});

registerKind(VOID, {
  name: t('void.name'),
  most: 1,
  send: posting(
    (item) => `/receipts/${(item.body as VoidBody).receipt}/void`,
    (item): Schema<'AskVoidRequest'> => ({ uid: item.uid, reason: (item.body as VoidBody).reason }),
  ),
  lines: (body) => {
    const { title, reason } = body as VoidBody;
    return [[t('void.what'), title], [t('void.why'), reason]];
  },
  page: (item) => `/receipts/${(item.body as VoidBody).receipt}`,
});

export const closedWords = ({ by_name, at }: Schema<'DayClose'>): string =>
  t('day.closed', { name: by_name, at: formatInstant(at) });

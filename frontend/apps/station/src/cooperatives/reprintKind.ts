import type { Schema } from '@xiangzhan/core';

import { registerKind } from '../backend/kinds';
import { posting } from '../backend/posting';
import { t } from './messages.zh';

/** 补打: a paper of a weigh-in that was printed before, here or on another device. */
export const REPRINT = 'reprint';

export interface ReprintBody {
  receipt: string;
  paper: 'label' | 'slip';
  code: string;
  printed_at: string;
}

registerKind(REPRINT, {
  name: t('print.name'),
  most: 1,
  send: posting(
    (item) => `/receipts/${(item.body as ReprintBody).receipt}/reprints`,
    (item): Schema<'NewReprintRequest'> => {
      const { paper, printed_at } = item.body as ReprintBody;
      return { uid: item.uid, paper, printed_at };
    },
  ),
  lines: (body) => {
    const { paper, code } = body as ReprintBody;
    return [[t('print.paper'), t(`print.${paper}`)], [t('move.lot'), code]];
  },
  page: (item) => `/receipts/${(item.body as ReprintBody).receipt}`,
});

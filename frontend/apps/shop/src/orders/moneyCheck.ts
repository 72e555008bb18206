import { type Fen, formatYuan } from '@xiangzhan/core';

import { t } from './messages.zh';
import type { Order } from './models';

/** Adds the parts up and says whether they meet what was paid; a mismatch is shown, not hidden. */
export function moneyCheck(order: Order): { sum: Fen; agrees: boolean; words: string } {
  const sum = (order.money_parts ?? []).reduce((total, part) => total + part.amount, 0);
  if (sum === order.total) return { sum, agrees: true, words: t('order.equalsTotal') };
  if (sum === order.goods) {
    const shipping = formatYuan(order.shipping);
    return { sum, agrees: true, words: t('order.equalsGoods', { shipping }) };
  }
  const difference = formatYuan(Math.abs(order.total - sum));
  return { sum, agrees: false, words: t('order.differs', { difference }) };
}

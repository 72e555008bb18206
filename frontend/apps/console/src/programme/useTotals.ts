import { fenFromApi, formatShort } from '@xiangzhan/core';
import { useLoad } from '@xiangzhan/ui/base';

import { programmeApi, type Total } from './api';

export function useTotals() {
  return useLoad((signal) => programmeApi.totals(signal));
}

/** "12,993 人次", "393.75 万元" */
export function totalText(total: Total): string {
  if (total.unit === '元') return formatShort(fenFromApi(total.value));
  return `${Number(total.value).toLocaleString('zh-CN')} ${total.unit}`;
}

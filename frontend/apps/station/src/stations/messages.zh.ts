import { translator } from '@xiangzhan/core';

export const t = translator({
  'today.receive': '收货',
  'today.list': '上架',
  'today.pack': '打包',
  'today.ship': '发货',
  'today.attention': '需处理',
  'today.unsent': '待上传',
  'today.to_pack': '待打包',
  'today.to_ship': '待发货',
  'today.received': '今日收货',
  'today.received_note': '{weight} · {amount}',
  'today.lots_unlisted': '未上架批次',
  'today.listings_returned': '退回的上架',
  'today.on_sale': '在售商品',
});

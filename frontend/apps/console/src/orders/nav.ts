import type { NavGroup } from '@xiangzhan/ui/session';

export const ordersNav: NavGroup = {
  label: '订单',
  items: [{ to: '/orders', label: '订单', roles: ['CM', 'CA', 'CS', 'AU'] }],
};

import type { NavGroup } from '@xiangzhan/ui/session';

const roles = ['CM', 'CA', 'CS', 'AU'];

export const cooperativesNav: NavGroup = {
  label: '合作社',
  items: [
    { to: '/listings', label: '上架商品', roles },
    { to: '/stock', label: '库存与库龄', roles },
    { to: '/prices', label: '产品与价格', roles },
    { to: '/lots', label: '批次', roles },
    { to: '/receipts', label: '收货单', roles },
  ],
};

import type { NavGroup } from '@xiangzhan/ui/session';

const roles = ['CM', 'CA', 'CS', 'AU'];
// Township, branch and county look at prices too: they may object, and set ceilings.
const watchers = [...roles, 'CO', 'TO', 'PS'];

export const cooperativesNav: NavGroup = {
  label: '合作社',
  items: [
    { to: '/listings', label: '上架商品', roles },
    { to: '/stock', label: '库存与库龄', roles },
    { to: '/prices', label: '产品与价格', roles: watchers },
    { to: '/ceilings', label: '县级限价', roles: watchers },
    { to: '/reference-prices', label: '参考价', roles: watchers },
    { to: '/products', label: '产品', roles: ['SA', ...watchers] },
    { to: '/goods-papers', label: '产品证件', roles: watchers },
    { to: '/lots', label: '批次', roles },
    { to: '/receipts', label: '收货单', roles },
    { to: '/voids', label: '作废申请', roles: [...roles, 'TO', 'PS'] },
    { to: '/stock-counts', label: '盘点', roles: [...roles, 'TO', 'PS'] },
    { to: '/day-closes', label: '日结', roles: [...roles, 'TO', 'PS'] },
  ],
};

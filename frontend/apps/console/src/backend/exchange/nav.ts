import type { NavGroup } from '@xiangzhan/ui/session';

export const exchangeNav: NavGroup = {
  label: '数据',
  items: [
    { to: '/imports', label: '导入', roles: ['SA', 'CO', 'TO', 'PS', 'CM', 'CA', 'AU'] },
    { to: '/duplicates', label: '疑似重复', roles: ['CO', 'TO', 'PS'] },
    { to: '/exports', label: '导出', roles: ['SA', 'CO', 'TO', 'PS', 'CM', 'CA', 'CS', 'AU'] },
  ],
};

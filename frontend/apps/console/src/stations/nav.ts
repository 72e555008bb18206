import type { NavGroup } from '@xiangzhan/ui/session';

export const stationsNav: NavGroup = {
  label: '站点与区划',
  items: [
    { to: '/stations', label: '服务站', roles: ['CO', 'TO', 'PS', 'CM', 'AU'] },
    { to: '/branches', label: '党组织档案', roles: ['CO', 'TO', 'PS', 'AU'] },
    { to: '/areas', label: '区划', roles: ['CO', 'TO', 'PS', 'AU', 'SA'] },
    { to: '/place-changes', label: '变更记录', roles: ['CO', 'TO', 'PS', 'AU', 'SA'] },
  ],
};

import type { NavGroup } from '@xiangzhan/ui/session';

const roles = ['CO', 'TO', 'PS', 'AU'];

export const programmeNav: NavGroup = {
  label: '党建与帮扶',
  items: [
    { to: '/issues', label: '问题整改', roles: [...roles, 'CM'] },
    { to: '/programme/branches', label: '党组织', roles },
    { to: '/programme/visits', label: '走访', roles },
    { to: '/programme/assistance', label: '帮扶', roles },
    { to: '/programme/projects', label: '项目', roles },
    { to: '/programme/loans', label: '贷款', roles },
  ],
};

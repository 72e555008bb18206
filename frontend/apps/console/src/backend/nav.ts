import type { NavGroup } from '@xiangzhan/ui/session';

export const backendNav: NavGroup = {
  label: '系统',
  items: [
    { to: '/accounts', label: '账号', roles: ['SA', 'CO', 'AU'] },
    { to: '/assignments', label: '授权与任期', roles: ['SA', 'CO', 'TO', 'CM', 'AU'] },
    { to: '/devices', label: '站点设备', roles: ['SA', 'CO', 'TO', 'AU'] },
    { to: '/partners', label: '合作方程序', roles: ['SA', 'CO', 'AU'] },
    { to: '/audit/events', label: '审计记录', roles: ['CO', 'AU'] },
    { to: '/audit/accesses', label: '查阅记录', roles: ['CO', 'AU'] },
    { to: '/health', label: '运行状况', roles: ['SA', 'CO', 'AU'] },
    { to: '/', label: '本角色说明', roles: ['SA'] },
  ],
};

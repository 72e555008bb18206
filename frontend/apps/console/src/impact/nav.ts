import type { NavGroup } from '@xiangzhan/ui/session';

export const impactNav: NavGroup = {
  label: '成效',
  items: [
    { to: '/overview', label: '总览', roles: ['CO', 'TO', 'PS', 'AU'] },
    { to: '/overview/stations', label: '服务站监管', roles: ['CO', 'TO', 'PS', 'AU'] },
    { to: '/trade-findings', label: '疑似虚假交易', roles: ['CO', 'TO', 'PS', 'AU'] },
    { to: '/income-report', label: '增收报告', roles: ['CO', 'TO', 'PS', 'AU', 'CM', 'CA', 'CS'] },
    { to: '/income-waves', label: '收入调查', roles: ['CO', 'TO', 'PS', 'AU'] },
    { to: '/income-forms', label: '收入调查表', roles: ['TO', 'PS', 'AU'] },
    { to: '/near-line', label: '监测线附近', roles: ['CO', 'TO', 'PS', 'AU'] },
    { to: '/score-sheets', label: '考核表', roles: ['CO', 'TO', 'PS', 'AU'] },
    { to: '/indicators', label: '考核指标', roles: ['SA', 'CO', 'TO', 'PS', 'AU'] },
    { to: '/indicator-targets', label: '考核目标', roles: ['CO', 'TO', 'PS', 'AU'] },
    { to: '/income-runs', label: '增收评估', roles: ['CO', 'TO', 'PS', 'AU', 'CM', 'CA', 'CS'] },
  ],
};

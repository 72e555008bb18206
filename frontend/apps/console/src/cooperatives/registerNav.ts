import type { NavGroup } from '@xiangzhan/ui/session';

export const registerNav: NavGroup = {
  label: '农户与合作社',
  items: [
    { to: '/households', label: '农户档案', roles: ['CO', 'TO', 'PS', 'SO', 'HM', 'CM', 'CA', 'CS', 'AU'] },
    { to: '/household-changes', label: '档案变更', roles: ['CO', 'TO', 'PS', 'SO', 'HM', 'CM', 'AU'] },
    { to: '/cooperatives', label: '合作社与社员', roles: ['CO', 'TO', 'PS', 'CM', 'CA', 'CS', 'AU'] },
  ],
};

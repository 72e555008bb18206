import type { NavGroup } from '@xiangzhan/ui/session';

import { exchangeNav } from '../backend/exchange/nav';
import { backendNav } from '../backend/nav';
import { cooperativesNav } from '../cooperatives/nav';
import { registerNav } from '../cooperatives/registerNav';
import { impactNav } from '../impact/nav';
import { ordersNav, settlingNav } from '../orders/nav';
import { programmeNav } from '../programme/nav';
import { stationsNav } from '../stations/nav';

/** The menu at the left: each domain's own group, in the order people look for them. */
export const groups: readonly NavGroup[] = [
  { label: '办理', items: [{ to: '/inbox', label: '待我审批', roles: ['CM', 'CO', 'TO', 'PS', 'CS', 'AU'] }] },
  impactNav,
  registerNav,
  stationsNav,
  cooperativesNav,
  ordersNav,
  settlingNav,
  programmeNav,
  exchangeNav,
  backendNav,
];

const HOMES: Readonly<Record<string, string>> = {
  CO: '/overview', TO: '/overview', PS: '/overview', AU: '/overview',
  CM: '/inbox', CA: '/orders', CS: '/orders', SA: '/accounts',
  SO: '/households', HM: '/households',
};

/** The page a role starts on; empty where the role has no list of its own. */
export function homeOf(role: string): string {
  return HOMES[role] ?? '';
}

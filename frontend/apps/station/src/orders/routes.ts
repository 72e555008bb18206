import type { RouteRecordRaw } from 'vue-router';

import PackPage from './pages/PackPage.vue';
import ShipmentsPage from './pages/ShipmentsPage.vue';
import ShipPage from './pages/ShipPage.vue';

export const ordersRoutes: RouteRecordRaw[] = [
  { path: '/shipments', component: ShipmentsPage, meta: { title: '打包发货' } },
  { path: '/shipments/:uid/pack', component: PackPage, meta: { title: '打包' } },
  { path: '/shipments/:uid/ship', component: ShipPage, meta: { title: '发货' } },
];

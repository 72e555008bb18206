import type { RouteRecordRaw } from 'vue-router';


export const ordersRoutes: RouteRecordRaw[] = [
  { path: '/shipments', component: () => import('./pages/ShipmentsPage.vue'), meta: { title: '打包发货' } },
  { path: '/shipments/:uid/pack', component: () => import('./pages/PackPage.vue'), meta: { title: '打包' } },
  { path: '/shipments/:uid/ship', component: () => import('./pages/ShipPage.vue'), meta: { title: '发货' } },
];

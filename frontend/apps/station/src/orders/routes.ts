import type { RouteRecordRaw } from 'vue-router';

export const ordersRoutes: RouteRecordRaw[] = [
  { path: '/shipments', component: () => import('./pages/ShipmentsPage.vue'), meta: { title: '打包发货' } },
  { path: '/shipments/:uid/pack', component: () => import('./pages/PackPage.vue'), meta: { title: '打包' } },
  { path: '/shipments/:uid/ship', component: () => import('./pages/ShipPage.vue'), meta: { title: '发货' } },
  { path: '/ship-batch', component: () => import('./pages/ShipBatchPage.vue'), meta: { title: '批量发货' } },
  { path: '/handover-list', component: () => import('./pages/HandoverListPage.vue'), meta: { title: '快递交接单' } },
  { path: '/fetch', component: () => import('./pages/FetchPage.vue'), meta: { title: '拣货单' } },
  { path: '/returns', component: () => import('./pages/ReturnsPage.vue'), meta: { title: '收退货' } },
  { path: '/reviews', component: () => import('./pages/ReviewsPage.vue'), meta: { title: '买家评价' } },
  { path: '/pins', component: () => import('./pages/PinPage.vue'), meta: { title: '查账密码' } },
  { path: '/kiosk', component: () => import('./pages/KioskPage.vue'), meta: { title: '自助查账', signIn: false } },
  { path: '/counter', component: () => import('./pages/CounterPage.vue'), meta: { title: '柜台收款' } },
  { path: '/counter/:number', component: () => import('./pages/CounterCodePage.vue'), meta: { title: '收款码' } },
];

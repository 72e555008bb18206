import type { RouteRecordRaw } from 'vue-router';

export const ordersRoutes: RouteRecordRaw[] = [
  { path: '/orders', component: () => import('./pages/OrdersPage.vue'), meta: { title: '订单' } },
  {
    path: '/orders/:number',
    component: () => import('./pages/OrderPage.vue'),
    props: true,
    meta: { title: '订单详情' },
  },
];

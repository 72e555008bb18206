import type { RouteRecordRaw } from 'vue-router';

export const cooperativesRoutes: RouteRecordRaw[] = [
  {
    path: '/listings',
    component: () => import('./pages/ListingsPage.vue'),
    meta: { title: '上架商品' },
  },
  { path: '/lots', component: () => import('./pages/LotsPage.vue'), meta: { title: '批次' } },
  {
    path: '/receipts',
    component: () => import('./pages/ReceiptsPage.vue'),
    meta: { title: '收货单' },
  },
];

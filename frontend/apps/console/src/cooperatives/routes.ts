import type { RouteRecordRaw } from 'vue-router';

export const cooperativesRoutes: RouteRecordRaw[] = [
  {
    path: '/listings',
    component: () => import('./pages/ListingsPage.vue'),
    meta: { title: '上架商品' },
  },
  { path: '/stock', component: () => import('./pages/StockPage.vue'), meta: { title: '库存与库龄' } },
  { path: '/prices', component: () => import('./pages/PricesPage.vue'), meta: { title: '产品与价格' } },
  {
    path: '/prices/new',
    component: () => import('./pages/PriceDraftPage.vue'),
    meta: { title: '拟新价格表' },
  },
  { path: '/lots', component: () => import('./pages/LotsPage.vue'), meta: { title: '批次' } },
  {
    path: '/receipts',
    component: () => import('./pages/ReceiptsPage.vue'),
    meta: { title: '收货单' },
  },
];

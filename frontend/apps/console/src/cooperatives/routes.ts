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
  {
    path: '/price-drafts/:uid',
    component: () => import('./pages/DraftPage.vue'),
    props: true,
    meta: { title: '价格草案' },
  },
  {
    path: '/price-lists/:uid',
    component: () => import('./pages/PriceListPage.vue'),
    props: true,
    meta: { title: '价格表' },
  },
  {
    path: '/price-drafts',
    component: () => import('./pages/DraftsPage.vue'),
    meta: { title: '价格草案' },
  },
  {
    path: '/ceilings',
    component: () => import('./pages/CeilingsPage.vue'),
    meta: { title: '县级限价' },
  },
  {
    path: '/reference-prices',
    component: () => import('./pages/ReferencesPage.vue'),
    meta: { title: '参考价' },
  },
  { path: '/products', component: () => import('./pages/ProductsPage.vue'), meta: { title: '产品' } },
  {
    path: '/goods-papers',
    component: () => import('./pages/PapersPage.vue'),
    meta: { title: '产品证件' },
  },
  { path: '/voids', component: () => import('./pages/VoidsPage.vue'), meta: { title: '作废申请' } },
  {
    path: '/stock-counts',
    component: () => import('./pages/CountsPage.vue'),
    meta: { title: '盘点' },
  },
  {
    path: '/stock-counts/:uid',
    component: () => import('./pages/CountPage.vue'),
    props: true,
    meta: { title: '盘点差异' },
  },
  { path: '/day-closes', component: () => import('./pages/ClosesPage.vue'), meta: { title: '日结' } },
];

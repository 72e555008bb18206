import type { RouteRecordRaw } from 'vue-router';

// The weigh-in is part of the first script: nothing of it may be missing where the network ends. The
// rest comes from the worker's store, and is in memory soon after the start (app/startDay).
import ReceiveConfirmPage from './pages/ReceiveConfirmPage.vue';
import ReceiveDonePage from './pages/ReceiveDonePage.vue';
import ReceiveHouseholdPage from './pages/ReceiveHouseholdPage.vue';
import ReceiveProducePage from './pages/ReceiveProducePage.vue';
import ReceiveWeighPage from './pages/ReceiveWeighPage.vue';

export const cooperativesRoutes: RouteRecordRaw[] = [
  { path: '/receive', component: ReceiveHouseholdPage, meta: { title: '收货' } },
  { path: '/receive/produce', component: ReceiveProducePage, meta: { title: '收货：产品' } },
  { path: '/receive/weigh', component: ReceiveWeighPage, meta: { title: '收货：称重' } },
  { path: '/receive/confirm', component: ReceiveConfirmPage, meta: { title: '收货：确认' } },
  { path: '/receipts/:uid', component: ReceiveDonePage, meta: { title: '标签与小票' } },
  { path: '/receipts/:uid/label', component: () => import('./pages/LabelPage.vue'), meta: { title: '打印标签' } },
  { path: '/receipts/:uid/slip', component: () => import('./pages/SlipPage.vue'), meta: { title: '打印小票' } },
  { path: '/receipts', component: () => import('./pages/ReceiptsPage.vue'), meta: { title: '收货记录' } },
  { path: '/lots', component: () => import('./pages/LotsPage.vue'), meta: { title: '上架' } },
  { path: '/listings', component: () => import('./pages/ListingsPage.vue'), meta: { title: '上架的商品' } },
  { path: '/listings/new', component: () => import('./pages/ListingNewPage.vue'), meta: { title: '新上架' } },
  { path: '/receipts/:uid/void', component: () => import('./pages/VoidPage.vue'), meta: { title: '申请作废' } },
  { path: '/day', component: () => import('./pages/DayClosePage.vue'), meta: { title: '日结' } },
  { path: '/count', component: () => import('./pages/StockCountPage.vue'), meta: { title: '盘点' } },
  { path: '/counts/:uid', component: () => import('./pages/CountResultPage.vue'), meta: { title: '盘点结果' } },
  { path: '/listings/:uid', component: () => import('./pages/ListingPage.vue'), meta: { title: '商品' } },
];
